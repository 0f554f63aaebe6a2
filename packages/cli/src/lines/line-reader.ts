import { createLineJoiner, type LineJoiner, type OutputRecord } from './join-lines.ts';
import { kindOfLine, mayContinue, measureLine, textEnd, type LineKind, type LineMeasure } from './line-bytes.ts';
import { createLineHeads } from './quick/line-head.ts';
import { createQuickJson } from './quick/quick-json.ts';
import { becomeHeaded, becomeKnown, becomePlain, createQuickLine, type QuickLine } from './quick/quick-line.ts';
import type { PlainLine } from './plain-line.ts';
import { createLineSplitter, toLines } from './split-lines.ts';

/** Cuts bytes into lines and lines into records. */
export interface LineReader {
  /** Reads on from `at`, until the end of the bytes or until it is later than `untilMs` by `performance.now()`; where it has come to. */
  readonly read: (bytes: Buffer, at: number, readAtMs: number, untilMs: number) => number;
  /** Nothing came for a while: what was read is complete. */
  readonly settle: () => void;
  readonly end: () => void;
}

export interface LineReaderOptions {
  readonly onRecord: (record: OutputRecord) => void;
  /** A line that is a record of its own, as its bytes show; `line` is good until this returns. Without it each goes to `onRecord`. */
  readonly onQuick?: ((bytes: Buffer, readAtMs: number, line: QuickLine) => void) | undefined;
  /** Whether only we give an attribute of this name. */
  readonly isOurs?: (name: string) => boolean;
}

const maxLineBytes = 64 * 1024;
/** How many lines are read between two looks at the clock. */
const linesAtOnce = 50;
const newline = 0x0a;
const brace = 0x7b;

export const createLineReader = (options: LineReaderOptions): LineReader => {
  const splitter = createLineSplitter(maxLineBytes);
  const joiner = createLineJoiner();
  let lastReadAtMs = 0;
  const emit = (records: readonly OutputRecord[]): void => {
    for (const record of records) options.onRecord(record);
  };
  const lines = createWholeLines(joiner, emit, options);
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
      if (from > 0 || !splitter.isMidLine()) return readLines(bytes, from, readAtMs, untilMs);
      const at = bytes.indexOf(newline) + 1;
      split(at === 0 ? bytes : bytes.subarray(0, at), readAtMs);
      return at === 0 ? bytes.length : readLines(bytes, at, readAtMs, untilMs);
    },
    settle: () => {
      if (!splitter.isMidLine()) emit(joiner.flush());
    },
    end: () => {
      for (const line of splitter.end()) emit(joiner.push(line, lastReadAtMs));
      emit(joiner.flush());
    },
  };
};

const other: LineKind = { is: 'other' };

/** A line that is a record of its own, unless the next one belongs to it. */
interface Held {
  start: number;
  end: number;
  kind: Exclude<LineKind, { is: 'other' }> | undefined;
}

/** Reads lines that are whole in one buffer: off their bytes, where those show what they are. */
const createWholeLines = (
  joiner: LineJoiner,
  emit: (records: readonly OutputRecord[]) => void,
  { onQuick, isOurs = () => false }: LineReaderOptions,
) => {
  const measure: LineMeasure = { end: 0, signs: 0, lastColon: -1 };
  const json = createQuickJson(isOurs);
  const heads = createLineHeads();
  /** Two: a JSON line has been read when the line of text that is held before it is given. */
  const jsonLine = createQuickLine();
  const textLine = createQuickLine();
  const held: Held = { start: -1, end: 0, kind: undefined };

  const pushLine = (raw: string, readAtMs: number, parsed?: PlainLine): void => {
    for (const line of toLines(raw, 0)) emit(joiner.push(line, readAtMs, parsed));
  };
  const giveQuick = (bytes: Buffer, readAtMs: number, line: QuickLine): void => {
    if (joiner.isWaiting()) emit(joiner.flush());
    onQuick?.(bytes, readAtMs, line);
  };
  /** `isComplete`: the next line does not belong to it. */
  const decideHeld = (bytes: Buffer, readAtMs: number, isComplete: boolean): void => {
    const { start, end, kind } = held;
    if (kind === undefined) return;
    held.kind = undefined;
    if (!isComplete || !joiner.isCalm()) {
      const parsed = kind.is === 'headed' ? kind.parsed : undefined;
      return pushLine(bytes.toString('utf8', start, end), readAtMs, parsed);
    }
    if (kind.is === 'plain') becomePlain(textLine, bytes, start, textEnd(bytes, start, end));
    else if (kind.is === 'known') becomeKnown(textLine, bytes, start, end, kind);
    else becomeHeaded(textLine, bytes, start, end, kind);
    giveQuick(bytes, readAtMs, textLine);
  };
  const readJson = (bytes: Buffer, start: number, readAtMs: number): number => {
    const end = bytes.indexOf(newline, start);
    if (end < 0 || !json.read(bytes, start, end, jsonLine)) return -1;
    decideHeld(bytes, readAtMs, true);
    giveQuick(bytes, readAtMs, jsonLine);
    return end;
  };
  const readText = (bytes: Buffer, start: number, readAtMs: number): number => {
    measureLine(bytes, start, measure);
    const { end } = measure;
    if (end === bytes.length) return -1;
    decideHeld(bytes, readAtMs, !mayContinue(bytes[start] as number, measure));
    const kind = onQuick === undefined ? other : kindOfLine(bytes, start, measure, heads);
    if (kind.is === 'other') pushLine(bytes.toString('utf8', start, end), readAtMs, kind.parsed);
    else {
      held.start = start;
      held.end = end;
      held.kind = kind;
    }
    return end;
  };
  return {
    decideHeld,
    /** Where the line ends that begins at `start`; -1 when its end is not in the bytes. */
    read: (bytes: Buffer, start: number, readAtMs: number): number => {
      const end = bytes[start] === brace && onQuick !== undefined ? readJson(bytes, start, readAtMs) : -1;
      return end < 0 ? readText(bytes, start, readAtMs) : end;
    },
  };
};
