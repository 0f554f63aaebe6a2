import { write } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const writeSome = promisify(write);
const busyPauseMs = 5;
/** What one read of a pipe brings at most; one that brings less has emptied it. */
const readBytes = 64 * 1024;

/**
 * `ended`: nobody writes, or nobody takes the bytes, any more. `released`: the stream is closed, and its pipe may hold more.
 * An error: the bytes cannot be written, for another reason than that nobody takes them.
 */
export type CopyEnd = 'ended' | 'released' | Error;

export interface PassThrough {
  readonly done: Promise<CopyEnd>;
  /** When the pipe was last seen empty, by `performance.now()`. */
  readonly emptyAtMs: () => number;
  /** When the last chunk had been copied; now, while one waits for its reader. */
  readonly copiedAtMs: () => number;
  /** Stops reading; what has been read is still copied. */
  readonly release: () => void;
}

type Observe = (chunk: Buffer, readAtMs: number) => void;

/**
 * Copies a stream to a file descriptor byte for byte, as fast as the other end takes it, then shows each chunk to `observe`
 * with the time it came.
 * When the other end is gone the stream is closed, so that the program writing to it learns it as it would without us.
 * The descriptor is written with plain `write(2)`: making it non-blocking would change it for every process that shares it.
 */
export const passThrough = (from: Readable, descriptor: number, observe: Observe): PassThrough => {
  let isWriting = false;
  let copiedAtMs = performance.now();
  let emptyAtMs = 0;
  let rest: Buffer | null | undefined;

  const copyChunk = async (chunk: Buffer): Promise<void> => {
    const readAtMs = performance.now();
    isWriting = true;
    await writeFully(descriptor, chunk).finally(() => (isWriting = false));
    copiedAtMs = performance.now();
    if (chunk.length < readBytes) emptyAtMs = readAtMs;
    observe(chunk, performance.timeOrigin + readAtMs);
  };
  const copy = async (): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) await copyChunk(chunk);
  };
  const copyRest = async (error?: unknown): Promise<CopyEnd> => {
    from.destroy();
    if (isWriteError(error)) return error;
    if (rest) await copyChunk(rest).catch(() => undefined);
    return rest === undefined ? 'ended' : 'released';
  };
  return {
    done: copy().then(() => copyRest(), copyRest),
    emptyAtMs: () => emptyAtMs,
    copiedAtMs: () => (isWriting ? performance.now() : copiedAtMs),
    release: () => {
      rest ??= from.read() as Buffer | null;
      from.destroy();
    },
  };
};

const isWriteError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  'syscall' in error &&
  error.syscall === 'write' &&
  'code' in error &&
  error.code !== 'EPIPE';

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
