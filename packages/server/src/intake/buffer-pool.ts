const smallestBytes = 16_384;
const mostPooledBytes = 33_554_432;

/** Buffers that are used again, so that bodies leave no garbage. Sizes are powers of two: up to twice what is asked for. */
export interface BufferPool {
  /** At least so many bytes, with whatever they held before. */
  take(bytes: number): Buffer;
  /** Gives a taken buffer back; nobody may read it any more. */
  give(buffer: Buffer): void;
}

export const createBufferPool = (): BufferPool => {
  const free = new Map<number, Buffer[]>();
  let pooledBytes = 0;
  return {
    take(bytes) {
      const size = Math.max(smallestBytes, 2 ** Math.ceil(Math.log2(bytes)));
      const buffer = free.get(size)?.pop();
      if (buffer === undefined) return Buffer.allocUnsafeSlow(size);
      pooledBytes -= size;
      return buffer;
    },
    give(buffer) {
      if (pooledBytes + buffer.length > mostPooledBytes) return;
      pooledBytes += buffer.length;
      const sameSize = free.get(buffer.length);
      if (sameSize === undefined) free.set(buffer.length, [buffer]);
      else sameSize.push(buffer);
    },
  };
};
