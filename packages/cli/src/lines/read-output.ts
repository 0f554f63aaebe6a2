import { createLineJoiner, type OutputRecord } from './join-lines.ts';
import { kindOfLine, mayContinue, measureLine, textEnd, type LineKind, type LineMeasure } from './line-bytes.ts';
import type { PlainLine } from './plain-line.ts';
import { createLineSplitter, toLine } from './split-lines.ts';

export interface OutputReader {
  readonly push: (chunk: Buffer, readAtMs: number) => void;
  /** Reads what is left and settles. */
  readonly end: () => Promise<void>;
}

export interface OutputReaderOptions {
  readonly onRecord: (record: OutputRecord) => void;
  /** A line that is nothing but its text, UTF-8 from `start` to `end`. Without it each becomes a record of its own. */
  readonly onPlain?: OnBytes | undefined;
  /** The message of a line with a head; what stands in that is in `parsed`. */
  readonly onHeaded?: OnBytes<PlainLine> | undefined;
  readonly maxWaitingBytes?: number;
}

type OnBytes<T = void> = (bytes: Buffer, start: number, end: number, readAtMs: number, parsed: T) => void;

interface Piece {
  readonly bytes: Buffer;
  readonly readAtMs: number;
}

const maxLineBytes = 64 * 1024;
const usualMaxWaitingBytes = 16 * 1024 * 1024;
const pieceBytes = 8 * 1024;
const sliceMs = 1;
/** A record waits this long for a continuation line. */
const continuationMs = 300;

/**
 * Turns one output stream into records beside the copying of its bytes: in slices of a millisecond, from a bounded queue, so
 * that reading does not hold the copying up. What does not fit the queue is read at once: then the program waits, and no line is lost.
 */
export const createOutputReader = (options: OutputReaderOptions): OutputReader => {
  const { maxWaitingBytes = usualMaxWaitingBytes } = options;
  const lines = createLineReader(options);
  let waiting: Piece[] = [];
  let next = 0;
  let waitingBytes = 0;
  let isScheduled = false;
  let flushTimer: NodeJS.Timeout | undefined;
  let onEmpty: (() => void) | undefined;

  const readNext = (): void => {
    const { bytes, readAtMs } = waiting[next] as Piece;
    next += 1;
    waitingBytes -= bytes.length;
    lines.read(bytes, readAtMs);
  };
  const readSlice = (): void => {
    isScheduled = false;
    const until = performance.now() + sliceMs;
    while (next < waiting.length && performance.now() < until) readNext();
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
  const awaitContinuation = (): void => {
    clearTimeout(flushTimer);
    flushTimer = setTimeout(lines.settle, continuationMs).unref();
  };

  return {
    push: (chunk, readAtMs) => {
      while (waitingBytes > 0 && waitingBytes + chunk.length > maxWaitingBytes) readNext();
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
      lines.end();
    },
  };
};

interface Held {
  start: number;
  end: number;
  kind: Exclude<LineKind, { is: 'other' }> | undefined;
}

/** Cuts bytes into lines and lines into records. */
const createLineReader = ({ onRecord, onPlain, onHeaded }: OutputReaderOptions) => {
  const splitter = createLineSplitter(maxLineBytes);
  const joiner = createLineJoiner();
  const measure: LineMeasure = { end: 0, signs: 0 };
  let lastReadAtMs = 0;

  const emit = (records: readonly OutputRecord[]): void => {
    for (const record of records) onRecord(record);
  };
  const split = (bytes: Buffer, readAtMs: number): void => {
    for (const line of splitter.push(bytes)) emit(joiner.push(line, readAtMs));
  };
  /** A line that is nothing but its text, or the message after its head, unless the next one belongs to it. */
  const held: Held = { start: -1, end: 0, kind: undefined };
  /** `isComplete`: the next line does not belong to it. */
  const decideHeld = (bytes: Buffer, readAtMs: number, isComplete: boolean): void => {
    const { start, end, kind } = held;
    if (kind === undefined) return;
    held.kind = undefined;
    if (!isComplete || !joiner.isCalm()) {
      const parsed = kind.is === 'plain' ? undefined : kind.parsed;
      return emit(joiner.push(toLine(bytes.toString('utf8', start, end), 0), readAtMs, parsed));
    }
    if (joiner.isWaiting()) emit(joiner.flush());
    if (kind.is === 'headed') onHeaded?.(bytes, end - kind.messageBytes, end, readAtMs, kind.parsed);
    else onPlain?.(bytes, start, textEnd(bytes, start, end), readAtMs);
  };
  /** The line that was measured. */
  const readLine = (bytes: Buffer, start: number, readAtMs: number): void => {
    const { end } = measure;
    decideHeld(bytes, readAtMs, !mayContinue(bytes[start] as number, measure));
    const kind = onPlain === undefined ? undefined : kindOfLine(bytes, start, measure);
    if (kind?.is === 'plain' || (kind?.is === 'headed' && onHeaded !== undefined)) {
      held.start = start;
      held.end = end;
      held.kind = kind;
    } else emit(joiner.push(toLine(bytes.toString('utf8', start, end), 0), readAtMs, kind?.parsed));
  };
  return {
    read: (bytes: Buffer, readAtMs: number): void => {
      lastReadAtMs = readAtMs;
      let at = 0;
      if (splitter.isMidLine()) {
        at = bytes.indexOf('\n') + 1;
        split(at === 0 ? bytes : bytes.subarray(0, at), readAtMs);
        if (at === 0) return;
      }
      while (at < bytes.length) {
        measureLine(bytes, at, measure);
        if (measure.end === bytes.length) break;
        readLine(bytes, at, readAtMs);
        at = measure.end + 1;
      }
      decideHeld(bytes, readAtMs, false);
      if (at < bytes.length) split(bytes.subarray(at), readAtMs);
    },
    /** Nothing came for a while: what was read is complete. */
    settle: (): void => {
      if (!splitter.isMidLine()) emit(joiner.flush());
    },
    end: (): void => {
      for (const line of splitter.end()) emit(joiner.push(line, lastReadAtMs));
      emit(joiner.flush());
    },
  };
};
