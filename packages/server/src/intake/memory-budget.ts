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
}

/** Bounds the bytes of bodies, as sent and decompressed, that all requests hold at once. */
export const createMemoryBudget = (mostBytes: number) => {
  let heldBytes = 0;
  return (): MemoryHold => {
    let ownBytes = 0;
    return {
      grow(bytes) {
        if (heldBytes + bytes > mostBytes) throw new OverloadedError();
        heldBytes += bytes;
        ownBytes += bytes;
      },
      [Symbol.dispose]() {
        heldBytes -= ownBytes;
        ownBytes = 0;
      },
    };
  };
};
