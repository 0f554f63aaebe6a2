/** Reads a stream of chunks into buffers of the caller's. */
export interface ByteReader {
  /** Fills `target` from `offset` until it is full or the stream ends; returns how many bytes came. */
  fill(target: Uint8Array, offset: number): Promise<number>;
  /** The first bytes, at most `bytes`, which stay to be read. */
  peek(bytes: number): Promise<Buffer>;
}

export const createByteReader = (chunks: AsyncIterable<Uint8Array>): ByteReader => {
  const iterator = chunks[Symbol.asyncIterator]();
  let pending: Uint8Array = new Uint8Array(0);

  const pull = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done === true) return false;
    pending = next.value;
    return true;
  };
  return {
    fill: async (target, offset) => {
      let at = offset;
      while (at < target.length) {
        if (pending.length === 0 && !(await pull())) break;
        const taken = pending.subarray(0, target.length - at);
        target.set(taken, at);
        at += taken.length;
        pending = pending.subarray(taken.length);
      }
      return at - offset;
    },
    peek: async (bytes) => {
      const head: Uint8Array[] = [pending];
      let length = pending.length;
      while (length < bytes && (await pull())) {
        head.push(pending);
        length += pending.length;
      }
      pending = Buffer.concat(head);
      return Buffer.from(pending.subarray(0, bytes));
    },
  };
};
