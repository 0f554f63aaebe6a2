import type { Severity } from '@sightglass/model';
import { encodeAttributeName, LineAttributes, type AttributeName } from '@sightglass/sdk/telemetry';
import type { Attributes } from '../parsed-line.ts';
import type { PlainLine } from '../plain-line.ts';
import type { LineHead } from './line-head.ts';
import { createTimeReader } from './time-bytes.ts';

/**
 * What a line says that is a record of its own, read off its bytes: a place for one line after another. It is good until the next
 * line is read.
 */
export interface QuickLine {
  severity: Severity;
  /** What many lines have in common: a logger. */
  common: Attributes;
  /** Holds the message, UTF-8 from `start` to `end`. */
  message: Buffer;
  start: number;
  end: number;
  /** The time that is written in it. */
  atMs: number | undefined;
  readonly attributes: LineAttributes;
  /** The time as it is written: an attribute where it is not believed. */
  readonly time: QuickTime;
}

export interface QuickTime {
  name: AttributeName | undefined;
  /** Where it stands in the line, unless it is a number. */
  start: number;
  end: number;
  number: number | undefined;
}

export const none: Attributes = {};

export const createQuickLine = (): QuickLine => ({
  severity: 'INFO',
  common: none,
  message: Buffer.alloc(0),
  start: 0,
  end: 0,
  atMs: undefined,
  attributes: new LineAttributes(),
  time: { name: undefined, start: 0, end: 0, number: undefined },
});

const timeName = encodeAttributeName('time');

/** Of a line that is nothing but its text. */
export const becomePlain = (line: QuickLine, bytes: Buffer, start: number, end: number): void => {
  line.severity = 'INFO';
  line.common = none;
  line.message = bytes;
  line.start = start;
  line.end = end;
  line.atMs = undefined;
  line.time.name = undefined;
  line.attributes.clear();
};

/** Of a line with a head that is known. */
export const becomeKnown = (line: QuickLine, bytes: Buffer, start: number, end: number, head: LineHead): void => {
  becomePlain(line, bytes, start + head.bytes, end);
  line.severity = head.severity;
  line.common = head.common;
  if (head.timeEnd === 0) return;
  const { time } = line;
  time.name = timeName;
  time.number = undefined;
  time.start = start + head.timeStart;
  time.end = start + head.timeEnd;
  if (head.isDated) line.atMs = times.read(bytes, time.start, time.end);
};

const times = createTimeReader();
/** The second that lines of text are of now. */
export const textSecond = times.second;

/** Of a line with a head, whose text was read as `parsed`. */
export const becomeHeaded = (
  line: QuickLine,
  bytes: Buffer,
  start: number,
  end: number,
  { parsed, messageBytes }: { readonly parsed: PlainLine; readonly messageBytes: number },
): void => {
  becomePlain(line, bytes, end - messageBytes, end);
  line.severity = parsed.severity ?? 'INFO';
  line.common = parsed.attributes;
  line.atMs = parsed.atMs;
  if (parsed.timeField === undefined) return;
  const written = String(parsed.timeField[1]);
  line.time.name = timeName;
  line.time.number = undefined;
  line.time.start = bytes.indexOf(written, start);
  line.time.end = line.time.start + Buffer.byteLength(written);
};

/** Makes the written time an attribute. `bytes`: those of the line. */
export const keepTime = ({ attributes, time }: QuickLine, bytes: Uint8Array): void => {
  if (time.name === undefined) return;
  if (time.number === undefined) attributes.text(time.name, bytes, time.start, time.end);
  else attributes.number(time.name, time.number);
};
