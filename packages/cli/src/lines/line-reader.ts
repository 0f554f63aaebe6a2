import { createLineJoiner, type OutputRecord } from './join-lines.ts';
import { createLineKernel, type LineKernel, type LineRuns } from './kernel/line-kernel.ts';
import type { QuickLine } from './quick/quick-line.ts';
import { createLineSplitter } from './split-lines.ts';
import { createWholeLines } from './quick/whole-lines.ts';

/** Cuts bytes into lines and lines into records. */
export interface LineReader {
  /** Reads on from `at`, until the end of the bytes or until it is later than `untilMs` by `performance.now()`; where it has come to. */
  readonly read: (bytes: Buffer, at: number, readAtMs: number, untilMs: number) => number;
  /** Records that wait for a line that continues them. */
  readonly pending: () => OutputRecord[];
  /** Nothing came for a while: what was read is complete. */
  readonly settle: () => void;
  readonly end: () => void;
}

export interface LineReaderOptions {
  readonly onRecord: (record: OutputRecord) => void;
  /** A line that is a record of its own, as its bytes show; `line` is good until this returns. Without it each goes to `onRecord`. */
  readonly onQuick?: ((bytes: Buffer, readAtMs: number, line: QuickLine) => void) | undefined;
  /** Takes many such lines at once, from a stream that has printed much. */
  readonly runs?: LineRuns | undefined;
  /** So much is much. */
  readonly muchBytes?: number;
  /** Whether only we give an attribute of this name. */
  readonly isOurs?: (name: string) => boolean;
}

const maxLineBytes = 64 * 1024;
/** How many lines are read between two looks at the clock. */
const linesAtOnce = 50;
/** Few programs print so much; for others the kernel would be started in vain. */
const usualMuchBytes = 256 * 1024;
const newline = 0x0a;

export const createLineReader = (options: LineReaderOptions): LineReader => {
  const splitter = createLineSplitter(maxLineBytes);
  const joiner = createLineJoiner();
  let lastReadAtMs = 0;
  const emit = (records: readonly OutputRecord[]): void => {
    for (const record of records) options.onRecord(record);
  };
  const { onQuick, isOurs, runs, muchBytes = usualMuchBytes } = options;
  const whole = { joiner, emit, onQuick, ...(isOurs && { isOurs }) };
  let kernel: LineKernel | undefined;
  let lines = createWholeLines(whole);
  let untilMuchBytes = runs === undefined ? Infinity : muchBytes;
  const begin = (bytes: Buffer): void => {
    kernel?.forget();
    if (untilMuchBytes <= 0 && runs !== undefined) {
      untilMuchBytes = Infinity;
      kernel = createLineKernel(runs);
      // What the lines have shown so far is soon learned anew.
      lines = createWholeLines({ ...whole, kernel });
    }
    untilMuchBytes -= bytes.length;
  };
  const split = (bytes: Buffer, readAtMs: number): void => {
    for (const line of splitter.push(bytes)) emit(joiner.push(line, readAtMs));
  };
  /** What is left of the bytes, when the lines that are whole in them have been read. */
  const readRest = (bytes: Buffer, at: number, readAtMs: number): number => {
    lines.decideHeld(bytes, readAtMs, false);
    if (at < bytes.length) split(bytes.subarray(at), readAtMs);
    return bytes.length;
  };
  const readLines = (bytes: Buffer, from: number, readAtMs: number, untilMs: number): number => {
    let at = from;
    for (let count = 1; at < bytes.length; count += 1) {
      at = lines.readRun(bytes, at, readAtMs);
      if (at >= bytes.length) break;
      const end = lines.read(bytes, at, readAtMs);
      if (end < 0) break;
      at = end + 1;
      if (count % linesAtOnce === 0 && performance.now() > untilMs)
        return at < bytes.length ? at : readRest(bytes, at, readAtMs);
    }
    return readRest(bytes, at, readAtMs);
  };
  return {
    read: (bytes, from, readAtMs, untilMs) => {
      lastReadAtMs = readAtMs;
      if (from === 0) begin(bytes);
      if (from > 0 || !splitter.isMidLine()) return readLines(bytes, from, readAtMs, untilMs);
      const at = bytes.indexOf(newline) + 1;
      split(at === 0 ? bytes : bytes.subarray(0, at), readAtMs);
      return at === 0 ? bytes.length : readLines(bytes, at, readAtMs, untilMs);
    },
    pending: joiner.pending,
    settle: () => {
      if (!splitter.isMidLine()) emit(joiner.flush());
    },
    end: () => {
      for (const line of splitter.end()) emit(joiner.push(line, lastReadAtMs));
      emit(joiner.flush());
    },
  };
};
