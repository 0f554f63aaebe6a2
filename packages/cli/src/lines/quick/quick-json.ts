import { severityNumbers } from '@sightglass/model';
import type { LineAttributes } from '@sightglass/sdk/telemetry';
import { planJson, type JsonPlan } from './json-plan.ts';
import { createJsonShapes } from './json-shapes.ts';
import { jsonKind, unescapeText, type JsonValues } from './json-tokens.ts';
import { mayHaveFields } from '../line-bytes.ts';
import { timeOfNumber } from '../line-time.ts';
import { none, type QuickLine } from './quick-line.ts';
import { readLevel, type Level } from '../severity-word.ts';
import { createTimeReader, type TimeReader } from './time-bytes.ts';

/** Reads JSON lines off their bytes, if they are of a shape that was there before and hold nothing unusual. */
export interface QuickJson {
  /** Whether `line` now holds what the line from `start` to `end` says; else it has to be read as `parseJsonLine` does. */
  readonly read: (bytes: Buffer, start: number, end: number, line: QuickLine) => boolean;
  /** The second its lines are of now. */
  readonly second: TimeReader['second'];
}

interface Reading {
  readonly onLevel: Learner['level'];
  readonly values: JsonValues;
  readonly times: TimeReader;
}

const maxLineBytes = 60 * 1024;
const scratch = Buffer.allocUnsafeSlow(maxLineBytes);
const nullText = Buffer.from('null');

/** Gets what was learned. */
export interface Learner {
  readonly shape: (literals: readonly Uint8Array[], plan: JsonPlan) => void;
  readonly level: (plan: JsonPlan, kind: number, text: string, level: Level) => void;
}

/** `isOurs`: names of attributes that only we give. */
export const createQuickJson = (isOurs: (name: string) => boolean, learner?: Learner): QuickJson => {
  const shapes = createJsonShapes((paths) => planJson(paths, isOurs), learner?.shape);
  const times = createTimeReader();
  const reading: Reading = { values: shapes.values, times, onLevel: learner?.level ?? (() => undefined) };
  return {
    second: times.second,
    read: (bytes, start, end, line) => {
      if (end - start > maxLineBytes) return false;
      const plan = shapes.match(bytes, start, end);
      if (plan === undefined) {
        shapes.learn(bytes, start, end);
        return false;
      }
      line.common = none;
      line.attributes.clear();
      return (
        readMessage(plan, reading, bytes, start, end, line) &&
        readTime(plan, reading, bytes, line) &&
        readFields(plan, reading, bytes, line)
      );
    },
  };
};

const readMessage = (
  { message }: JsonPlan,
  { values }: Reading,
  bytes: Buffer,
  start: number,
  end: number,
  line: QuickLine,
): boolean => {
  line.message = bytes;
  line.start = start;
  line.end = end;
  if (message >= 0) {
    line.start = values.starts[message] as number;
    line.end = values.ends[message] as number;
    const kind = values.kinds[message];
    if (kind === jsonKind.escaped) {
      line.end = unescapeText(bytes, line.start, line.end, messageScratch);
      line.message = messageScratch;
      line.start = 0;
    } else if (kind !== jsonKind.text || isNull(bytes, line.start, line.end)) return false;
  }
  return !mayHaveFields(line.message, line.start, line.end);
};

const messageScratch = Buffer.allocUnsafeSlow(maxLineBytes);

const isNull = (bytes: Buffer, start: number, end: number): boolean =>
  end - start === nullText.length && bytes.compare(nullText, 0, nullText.length, start, end) === 0;

const readTime = ({ time, names }: JsonPlan, { values, times }: Reading, bytes: Buffer, line: QuickLine): boolean => {
  line.atMs = undefined;
  line.time.name = undefined;
  if (time < 0) return true;
  const kind = values.kinds[time];
  const start = values.starts[time] as number;
  const end = values.ends[time] as number;
  line.time.number = kind === jsonKind.number ? values.numbers[time] : undefined;
  if (line.time.number !== undefined) line.atMs = timeOfNumber(line.time.number);
  else if (kind === jsonKind.text && !startsWithDigits(bytes, start, end)) line.atMs = times.read(bytes, start, end);
  if (line.atMs === undefined) return false;
  const isFine = line.time.number === undefined && times.isFine();
  line.time.name = isFine ? undefined : names[time];
  line.time.start = start;
  line.time.end = end;
  return true;
};

/** A text of so many digits is a number of nanoseconds. */
const startsWithDigits = (bytes: Buffer, start: number, end: number): boolean => {
  if (end - start < 18) return false;
  for (let at = start; at < start + 16; at += 1) if (((bytes[at] as number) ^ 0x30) > 9) return false;
  return true;
};

const readFields = (plan: JsonPlan, { values, onLevel }: Reading, bytes: Buffer, line: QuickLine): boolean => {
  const level = levelOf(plan, values, bytes, onLevel);
  if (plan.severity >= 0 && level === undefined) return false;
  line.severity = level?.severity ?? 'INFO';
  // The latest error is how the run ends.
  if (severityNumbers[line.severity] >= severityNumbers.ERROR) return false;
  const { names, message, time, severity } = plan;
  const severityGoes = level?.isSame === true && plan.severityField?.stays !== true;
  for (let place = 0; place < names.length; place += 1) {
    if (place === message || (place === severity && severityGoes)) continue;
    if (place === time && line.time.name !== undefined) continue;
    if (plan.isException[place] === 1 && values.kinds[place] !== jsonKind.null) return false;
    addField(line.attributes, names[place] as Uint8Array, values, place, bytes);
  }
  return true;
};

const addField = (
  attributes: LineAttributes,
  name: Uint8Array,
  { starts, ends, kinds, numbers }: JsonValues,
  place: number,
  bytes: Buffer,
): void => {
  const start = starts[place] as number;
  const end = ends[place] as number;
  switch (kinds[place]) {
    case jsonKind.text:
      return attributes.text(name, bytes, start, end);
    case jsonKind.escaped:
      return attributes.text(name, scratch, 0, unescapeText(bytes, start, end, scratch));
    case jsonKind.number:
      return attributes.number(name, numbers[place] as number);
    case jsonKind.null:
      return attributes.text(name, nullText, 0, nullText.length);
    default:
      return attributes.boolean(name, kinds[place] === jsonKind.true);
  }
};

const mostLevels = 100;

const levelOf = (
  plan: JsonPlan,
  { starts, ends, kinds, numbers }: JsonValues,
  bytes: Buffer,
  onLevel: Learner['level'],
): Level | undefined => {
  const { severity: place, severityField, levels, latestLevel: latest } = plan;
  if (place < 0) return undefined;
  const start = starts[place] as number;
  const end = ends[place] as number;
  const kind = kinds[place] as number;
  if (latest?.kind === kind && isSame(latest.written, bytes, start, end)) return latest.level;
  if (kind !== jsonKind.text && kind !== jsonKind.number) return undefined;
  const text = bytes.toString('utf8', start, end);
  const key = `${kind} ${text}`;
  const known = levels.get(key);
  const level = known ?? readLevel(kind === jsonKind.number ? numbers[place] : text, severityField?.scale);
  if (level === undefined) return undefined;
  if (known === undefined && levels.size < mostLevels) {
    levels.set(key, level);
    onLevel(plan, kind, text, level);
  }
  plan.latestLevel = { written: Buffer.from(text), kind, level };
  return level;
};

const isSame = (written: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean => {
  if (written.length !== end - start) return false;
  for (let at = 0; at < written.length; at += 1) if (bytes[start + at] !== written[at]) return false;
  return true;
};
