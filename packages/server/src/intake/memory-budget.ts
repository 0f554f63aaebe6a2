import { bufferBytes, createBufferPool } from './buffer-pool.ts';

export class OverloadedError extends Error {
  readonly code = 'INTAKE_OVERLOADED';
  constructor() {
    super(
      'Too many bodies are being read at once, and those that arrive slowest give way. Try again shortly; nothing was stored.',
    );
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
  /** Its body arrives from now on: when others need the memory, and this one is slow, `giveUp` is called and all is given back. Call what it answers at the end. */
  arriving(giveUp: (error: OverloadedError) => void): () => void;
  /** So much of the body has come. */
  came(bytes: number): void;
}

/** A body that has been arriving for this long may have to give way. */
const patienceMs = 1_000;

interface Arrival {
  readonly sinceMs: number;
  bytes: number;
  readonly giveUp: () => void;
}

/** Bounds the memory of bodies, as sent and decompressed, that all requests hold at once, and of the buffers kept for the next ones. */
export const createMemoryBudget = (mostBytes: number, now: () => number = () => performance.now()) => {
  const pool = createBufferPool();
  let heldBytes = 0;
  const arrivals = new Set<Arrival>();
  /** Senders that stop in the middle would keep all others out until their time is over. */
  const makeRoomFor = (bytes: number): void => {
    const nowMs = now();
    const slowestFirst = [...arrivals]
      .filter(({ sinceMs }) => nowMs - sinceMs >= patienceMs)
      .toSorted((a, b) => a.bytes / (nowMs - a.sinceMs) - b.bytes / (nowMs - b.sinceMs));
    for (const arrival of slowestFirst) {
      if (heldBytes + bytes <= mostBytes) return;
      arrival.giveUp();
    }
  };
  const openHold = (): MemoryHold => {
    let ownBytes = 0;
    let arrival: Arrival | undefined;
    const taken: Buffer[] = [];
    const grow = (bytes: number): void => {
      if (heldBytes + bytes > mostBytes) makeRoomFor(bytes);
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
    const release = (): void => {
      for (const buffer of taken.splice(0)) pool.give(buffer);
      heldBytes -= ownBytes;
      ownBytes = 0;
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
      arriving(giveUp) {
        const own: Arrival = {
          sinceMs: now(),
          bytes: 0,
          giveUp() {
            end();
            giveUp(new OverloadedError());
            release();
          },
        };
        const end = (): void => void arrivals.delete(own);
        arrival = own;
        arrivals.add(own);
        return end;
      },
      came(bytes) {
        if (arrival !== undefined) arrival.bytes += bytes;
      },
      [Symbol.dispose]: release,
    };
  };
  return { openHold, usedBytes: () => heldBytes + pool.idleBytes };
};
