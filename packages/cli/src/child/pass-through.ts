import { write } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const writeSome = promisify(write);
const busyPauseMs = 5;

export interface PassThrough {
  /** Settles when the stream has ended or nobody takes its bytes any more. */
  readonly done: Promise<void>;
  /** Milliseconds for which there has been nothing to copy; 0 while a chunk waits for its reader. */
  readonly silentMs: () => number;
}

/**
 * Copies a stream to a file descriptor byte for byte, as fast as the other end takes it, then shows each chunk to `observe`
 * with the time it came.
 * When the other end is gone the stream is closed, so that the program writing to it learns it as it would without us.
 * The descriptor is written with plain `write(2)`: making it non-blocking would change it for every process that shares it.
 */
export const passThrough = (
  from: Readable,
  descriptor: number,
  observe: (chunk: Buffer, readAtMs: number) => void,
): PassThrough => {
  let isWriting = false;
  let copiedAtMs = performance.now();
  const copy = async (): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const readAtMs = performance.timeOrigin + performance.now();
      isWriting = true;
      await writeFully(descriptor, chunk);
      isWriting = false;
      copiedAtMs = performance.now();
      observe(chunk, readAtMs);
    }
  };
  return {
    done: copy().catch(() => void from.destroy()),
    silentMs: () => (isWriting ? 0 : performance.now() - copiedAtMs),
  };
};

const writeFully = async (descriptor: number, chunk: Buffer): Promise<void> => {
  let rest = chunk;
  while (rest.length > 0) {
    const { bytesWritten } = await writeSome(descriptor, rest).catch(waitWhenBusy);
    rest = rest.subarray(bytesWritten);
  }
};

const waitWhenBusy = async (error: NodeJS.ErrnoException): Promise<{ bytesWritten: number }> => {
  if (error.code !== 'EAGAIN') throw error;
  await pause(busyPauseMs);
  return { bytesWritten: 0 };
};
