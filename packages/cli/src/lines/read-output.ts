import type { OutputRecord } from './join-lines.ts';
import { createLineReader, type LineReaderOptions } from './line-reader.ts';

export interface OutputReader {
  readonly push: (chunk: Buffer, readAtMs: number) => void;
  /** Records that wait for a line that continues them. */
  readonly pending: () => OutputRecord[];
  /** Reads what is left and settles. */
  readonly end: () => Promise<void>;
}

export interface OutputReaderOptions extends LineReaderOptions {
  readonly maxWaitingBytes?: number;
  /** This chunk is not needed any more. */
  readonly onRead?: (chunk: Buffer) => void;
  /** Some lines have been read, and there may be new records. */
  readonly onProgress?: () => void;
}

interface Piece {
  readonly bytes: Buffer;
  readonly readAtMs: number;
}

const usualMaxWaitingBytes = 16 * 1024 * 1024;
/** Short, so that a pipe of 64 KiB does not fill up meanwhile, and the program go on. */
const sliceMs = 0.4;
/** So many chunks that have been read are kept until they are forgotten together. */
const readAtMost = 64;
/** A record waits this long for a continuation line. */
const continuationMs = 300;

/**
 * Turns one output stream into records beside the copying of its bytes: in short slices, from a bounded queue, so
 * that reading does not hold the copying up. What does not fit the queue is read at once: then the program waits, and no line is lost.
 */
export const createOutputReader = (options: OutputReaderOptions): OutputReader => {
  const { maxWaitingBytes = usualMaxWaitingBytes, onRead, onProgress } = options;
  const lines = createLineReader(options);
  let waiting: Piece[] = [];
  let next = 0;
  /** What has been read of the next piece. */
  let at = 0;
  let waitingBytes = 0;
  let isScheduled = false;
  let flushTimer: NodeJS.Timeout | undefined;
  let onEmpty: (() => void) | undefined;

  const readNext = (untilMs: number): void => {
    const { bytes, readAtMs } = waiting[next] as Piece;
    at = lines.read(bytes, at, readAtMs, untilMs);
    if (at < bytes.length) return;
    at = 0;
    next += 1;
    waitingBytes -= bytes.length;
    onRead?.(bytes);
    if (next < readAtMost) return;
    waiting = waiting.slice(next);
    next = 0;
  };
  const readSlice = (): void => {
    isScheduled = false;
    const untilMs = performance.now() + sliceMs;
    while (next < waiting.length && performance.now() < untilMs) readNext(untilMs);
    onProgress?.();
    if (next < waiting.length) return schedule();
    waiting = [];
    next = 0;
    awaitContinuation();
    onEmpty?.();
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(readSlice);
  };
  /** What waits to be read may belong to the record before it. */
  const settle = (): void => {
    if (isScheduled) return;
    lines.settle();
    onProgress?.();
  };
  const awaitContinuation = (): void => {
    clearTimeout(flushTimer);
    flushTimer = setTimeout(settle, continuationMs).unref();
  };

  return {
    pending: lines.pending,
    push: (chunk, readAtMs) => {
      while (waitingBytes > 0 && waitingBytes + chunk.length > maxWaitingBytes) readNext(Infinity);
      waitingBytes += chunk.length;
      waiting.push({ bytes: chunk, readAtMs });
      schedule();
    },
    end: async () => {
      await new Promise<void>((resolve) => {
        onEmpty = resolve;
        schedule();
      });
      clearTimeout(flushTimer);
      lines.end();
    },
  };
};
