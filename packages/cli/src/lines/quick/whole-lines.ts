import type { LineJoiner, OutputRecord } from '../join-lines.ts';
import type { LineKernel } from '../kernel/line-kernel.ts';
import { kindOfLine, mayContinue, measureLine, textEnd, type LineKind, type LineMeasure } from '../line-bytes.ts';
import type { PlainLine } from '../plain-line.ts';
import { createLineHeads } from './line-head.ts';
import { createQuickJson } from './quick-json.ts';
import { becomeHeaded, becomeKnown, becomePlain, createQuickLine, textSecond, type QuickLine } from './quick-line.ts';
import { toLines } from '../split-lines.ts';

export interface WholeLinesOptions {
  readonly joiner: LineJoiner;
  readonly emit: (records: readonly OutputRecord[]) => void;
  /** A line that is a record of its own, as its bytes show; `line` is good until this returns. Without it each goes to `emit`. */
  readonly onQuick?: ((bytes: Buffer, readAtMs: number, line: QuickLine) => void) | undefined;
  /** Whether only we give an attribute of this name. */
  readonly isOurs?: (name: string) => boolean;
  readonly kernel?: LineKernel | undefined;
}

/** Reads lines that are whole in one buffer: off their bytes, where those show what they are. */
export interface WholeLines {
  /** Reads lines from `at` on, as far as they are records that the kernel writes; where it has come to. */
  readonly readRun: (block: Buffer, at: number, readAtMs: number) => number;
  /** Where the line ends that begins at `start`; -1 when its end is not in the bytes. */
  readonly read: (bytes: Buffer, start: number, readAtMs: number) => number;
  /** Of the line before. `isComplete`: the next line does not belong to it. */
  readonly decideHeld: (bytes: Buffer, readAtMs: number, isComplete: boolean) => void;
}

const newline = 0x0a;
const brace = 0x7b;
const other: LineKind = { is: 'other' };

/** A line that is a record of its own, unless the next one belongs to it. */
interface Held {
  start: number;
  end: number;
  kind: Exclude<LineKind, { is: 'other' }> | undefined;
}

export const createWholeLines = ({
  joiner,
  emit,
  onQuick,
  isOurs = () => false,
  kernel,
}: WholeLinesOptions): WholeLines => {
  const measure: LineMeasure = { end: 0, signs: 0, lastColon: -1 };
  const json = createQuickJson(isOurs, kernel?.known);
  const heads = createLineHeads(kernel?.known.head);
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
    readRun: (block, at, readAtMs) => {
      if (kernel === undefined || joiner.isWaiting()) return at;
      const from = held.kind === undefined ? at : held.start;
      const to = kernel.read(block, from, readAtMs, { text: textSecond(), json: json.second() });
      if (to === from) return at;
      held.kind = undefined;
      return to;
    },
    decideHeld,
    read: (bytes, start, readAtMs) => {
      const end = bytes[start] === brace && onQuick !== undefined ? readJson(bytes, start, readAtMs) : -1;
      return end < 0 ? readText(bytes, start, readAtMs) : end;
    },
  };
};
