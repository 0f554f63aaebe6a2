import { write } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chunkBytes } from './chunk-room.ts';
import type { Chunks } from './chunks.ts';

const writeSome = promisify(write);
const busyPauseMs = 5;

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

interface ReadChunk {
  readonly chunk: Buffer;
  readonly readAtMs: number;
}

/** So many chunks are read ahead of the copying. */
const mostAhead = 4;

/**
 * Copies a stream to a file descriptor byte for byte, as fast as the other end takes it, then shows each chunk to `observe`
 * with the time it came. While a chunk is copied the next ones are read.
 * When the other end is gone the stream is closed, so that the program writing to it learns it as it would without us.
 * The descriptor is written with plain `write(2)`: making it non-blocking would change it for every process that shares it.
 */
export const passThrough = ({ stream, listen }: Chunks, descriptor: number, observe: Observe): PassThrough => {
  const ahead: ReadChunk[] = [];
  const done = Promise.withResolvers<CopyEnd>();
  let isCopying = false;
  let isClosed = false;
  let isReleased = false;
  let failure: unknown;
  let copiedAtMs = performance.now();
  let emptyAtMs = 0;

  const settle = (): void => {
    if (!isClosed || isCopying) return;
    if (isWriteError(failure)) done.resolve(failure);
    else done.resolve(isReleased ? 'released' : 'ended');
  };
  const copyNext = async ({ chunk, readAtMs }: ReadChunk): Promise<void> => {
    await writeFully(descriptor, chunk);
    copiedAtMs = performance.now();
    if (chunk.length < chunkBytes) emptyAtMs = readAtMs;
    if (stream.isPaused()) stream.resume();
    observe(chunk, performance.timeOrigin + readAtMs);
  };
  const copy = async (): Promise<void> => {
    isCopying = true;
    try {
      for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) await copyNext(next);
    } catch (error) {
      failure = error;
      stream.destroy();
    }
    isCopying = false;
    settle();
  };
  stream
    .on('error', () => undefined)
    .once('close', () => {
      isClosed = true;
      settle();
    });
  listen((chunk) => {
    if (failure !== undefined) return;
    ahead.push({ chunk, readAtMs: performance.now() });
    if (ahead.length >= mostAhead) stream.pause();
    if (!isCopying) void copy();
  });
  return {
    done: done.promise,
    emptyAtMs: () => emptyAtMs,
    copiedAtMs: () => (isCopying ? performance.now() : copiedAtMs),
    release: () => {
      isReleased ||= !isClosed;
      stream.destroy();
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
