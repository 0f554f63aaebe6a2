import { bufferBytes, createBufferPool } from './buffer-pool.ts';

export class OverloadedError extends Error {
  readonly code = 'INTAKE_OVERLOADED';
  constructor() {
    super('Too many bodies are being read at once. Try again shortly; nothing was stored.');
  }
}

/** What one request holds in memory; given back when disposed. */
export interface MemoryHold extends Disposable {
  /** Raises OverloadedError when all requests together would hold more than they may. */
  grow(bytes: number): void;
  /** Memory for a body of so many bytes, to be used until the hold is disposed. Raises OverloadedError as well. */
  take(bytes: number): Buffer;
  /** A larger buffer that begins as this one, which is given back. Raises OverloadedError as well. */
  enlarge(buffer: Buffer, bytes: number): Buffer;
}

/** Bounds the memory of bodies, as sent and decompressed, that all requests hold at once, and of the buffers kept for the next ones. */
export const createMemoryBudget = (mostBytes: number) => {
  const pool = createBufferPool();
  let heldBytes = 0;
  const openHold = (): MemoryHold => {
    let ownBytes = 0;
    const taken: Buffer[] = [];
    const grow = (bytes: number): void => {
      if (heldBytes + bytes > mostBytes) throw new OverloadedError();
      heldBytes += bytes;
      ownBytes += bytes;
      if (heldBytes + pool.idleBytes > mostBytes) pool.drain();
    };
    const take = (bytes: number): Buffer => {
      grow(bufferBytes(bytes));
      const buffer = pool.take(bytes);
      taken.push(buffer);
      return buffer;
    };
    return {
      grow,
      take,
      enlarge(buffer, bytes) {
        const larger = take(bytes);
        buffer.copy(larger);
        taken.splice(taken.indexOf(buffer), 1);
        pool.give(buffer);
        heldBytes -= buffer.length;
        ownBytes -= buffer.length;
        return larger;
      },
      [Symbol.dispose]() {
        for (const buffer of taken.splice(0)) pool.give(buffer);
        heldBytes -= ownBytes;
        ownBytes = 0;
      },
    };
  };
  return { openHold, usedBytes: () => heldBytes + pool.idleBytes };
};
