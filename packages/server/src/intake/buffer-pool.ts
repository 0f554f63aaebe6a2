const smallestBytes = 16_384;
const mostPooledBytes = 33_554_432;

/** What a buffer for so many bytes takes: a power of two, up to twice what is requested. */
export const bufferBytes = (bytes: number): number => Math.max(smallestBytes, 2 ** Math.ceil(Math.log2(bytes)));

/** Buffers that are used again, so that bodies leave no garbage. */
export interface BufferPool {
  /** Memory of buffers that wait to be used again. */
  readonly idleBytes: number;
  /** Of {@link bufferBytes}, with whatever it held before. */
  take(bytes: number): Buffer;
  /** Gives a taken buffer back; nobody may read it any more. */
  give(buffer: Buffer): void;
  /** Lets go of the buffers that wait. */
  drain(): void;
}

export const createBufferPool = (): BufferPool => {
  const idle = new Map<number, Buffer[]>();
  let idleBytes = 0;
  return {
    get idleBytes() {
      return idleBytes;
    },
    take(bytes) {
      const size = bufferBytes(bytes);
      const buffer = idle.get(size)?.pop();
      if (buffer === undefined) return Buffer.allocUnsafeSlow(size);
      idleBytes -= size;
      return buffer;
    },
    give(buffer) {
      if (idleBytes + buffer.length > mostPooledBytes) return;
      idleBytes += buffer.length;
      const sameSize = idle.get(buffer.length);
      if (sameSize === undefined) idle.set(buffer.length, [buffer]);
      else sameSize.push(buffer);
    },
    drain() {
      idle.clear();
      idleBytes = 0;
    },
  };
};
