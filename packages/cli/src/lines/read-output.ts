import { createLineJoiner, type OutputRecord } from './join-lines.ts';
import { createLineSplitter } from './split-lines.ts';

export interface OutputReader {
  readonly push: (chunk: Buffer, readAtMs: number) => void;
  /** Reads what is left and settles. */
  readonly end: () => Promise<void>;
}

export interface OutputReaderOptions {
  readonly onRecord: (record: OutputRecord) => void;
  /** Output written faster than it can be read: this much of it was left out. */
  readonly onSkipped: (bytes: number) => void;
  readonly maxWaitingBytes?: number;
}

interface Piece {
  readonly bytes: Buffer;
  readonly readAtMs: number;
}

const maxLineBytes = 64 * 1024;
const usualMaxWaitingBytes = 16 * 1024 * 1024;
const pieceBytes = 4 * 1024;
const sliceMs = 1;
/** A record waits this long for a continuation line. */
const continuationMs = 300;

/**
 * Turns one output stream into records beside the copying of its bytes: in slices of a millisecond, from a bounded queue, so
 * that reading never holds the copying up. What does not fit the queue is skipped and counted.
 */
export const createOutputReader = (options: OutputReaderOptions): OutputReader => {
  const { onRecord, onSkipped, maxWaitingBytes = usualMaxWaitingBytes } = options;
  const splitter = createLineSplitter(maxLineBytes);
  const joiner = createLineJoiner();
  let waiting: Piece[] = [];
  let next = 0;
  let waitingBytes = 0;
  let skippedBytes = 0;
  let lastReadAtMs = 0;
  let isScheduled = false;
  let flushTimer: NodeJS.Timeout | undefined;
  let onEmpty: (() => void) | undefined;

  const emit = (records: readonly OutputRecord[]): void => records.forEach((record) => onRecord(record));
  const readPiece = ({ bytes, readAtMs }: Piece): void => {
    for (const line of splitter.push(bytes)) emit(joiner.push(line, readAtMs));
  };
  const readSlice = (): void => {
    isScheduled = false;
    const until = performance.now() + sliceMs;
    while (next < waiting.length && performance.now() < until) {
      const piece = waiting[next] as Piece;
      next += 1;
      waitingBytes -= piece.bytes.length;
      readPiece(piece);
    }
    if (next < waiting.length) return schedule();
    waiting = [];
    next = 0;
    reportSkipped();
    awaitContinuation();
    onEmpty?.();
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(readSlice);
  };
  const reportSkipped = (): void => {
    if (skippedBytes > 0) onSkipped(skippedBytes);
    skippedBytes = 0;
  };
  const awaitContinuation = (): void => {
    clearTimeout(flushTimer);
    flushTimer = setTimeout(() => {
      if (!splitter.isMidLine()) emit(joiner.flush());
    }, continuationMs).unref();
  };

  return {
    push: (chunk, readAtMs) => {
      lastReadAtMs = readAtMs;
      if (waitingBytes + chunk.length > maxWaitingBytes) {
        skippedBytes += chunk.length;
        return;
      }
      waitingBytes += chunk.length;
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        waiting.push({ bytes: chunk.subarray(at, at + pieceBytes), readAtMs });
      }
      schedule();
    },
    end: async () => {
      await new Promise<void>((resolve) => {
        onEmpty = resolve;
        schedule();
      });
      clearTimeout(flushTimer);
      for (const line of splitter.end()) emit(joiner.push(line, lastReadAtMs));
      emit(joiner.flush());
    },
  };
};
