import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Signal } from '../wire/proto.ts';
import { type EventKinds, everyEventKind } from '../wire/event-kinds.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import { isLane, type Lane, signalOf } from '../wire/lane.ts';

/** A file of appended request bodies of one lane. Its name is its id and holds when it began. */
export interface Segment {
  readonly id: string;
  readonly signal: Signal;
  readonly lane: Lane;
  readonly createdAt: Date;
  readonly path: string;
  readonly bytes: number;
  /** Idempotency keys of its bodies, without the empty ones. */
  readonly keys: readonly string[];
  /** What its values may be; any kind after a restart. */
  readonly valueKinds: ValueKinds;
  /** Which events it may hold: the same after a restart, as an insert is known again only where it went the same way. */
  readonly eventKinds: EventKinds;
}

const namePattern = /^(logs|lines|traces|metrics)-(\d{13})-([0-9a-z]{4,})(?:\.\d+)*\.seg$/;

let sequence = 0;

/** The engine tells segments of a signal apart by when they began, so no two may begin in the same millisecond. */
const begun: Record<Signal, Set<number>> = { logs: new Set(), traces: new Set(), metrics: new Set() };
const mostBegun = 10_000;

const ownMs = (signal: Signal, wantedMs: number): number => {
  const taken = begun[signal];
  let ms = wantedMs;
  while (taken.has(ms)) ms += 1;
  taken.add(ms);
  if (taken.size > mostBegun) taken.delete(taken.values().next().value as number);
  return ms;
};

/** Names sort by age within a lane, also for segments begun in the same millisecond. */
export const newSegment = (folder: string, lane: Lane, now: Date): Segment => {
  const signal = signalOf(lane);
  sequence = (sequence + 1) % 1_679_616;
  const createdAt = new Date(ownMs(signal, now.getTime()));
  const id = `${lane}-${stamp(createdAt)}-${sequence.toString(36).padStart(4, '0')}${randomBytes(3).toString('hex')}`;
  return {
    id,
    signal,
    lane,
    createdAt,
    path: join(folder, `${id}.seg`),
    bytes: 0,
    keys: [],
    valueKinds: 0,
    eventKinds: 0,
  };
};

const stamp = (at: Date): string => `${at.getTime()}`.padStart(13, '0');

/** The segment a file name stands for; undefined for other files. */
export const segmentNamed = (folder: string, name: string, bytes: number): Segment | undefined => {
  const [, lane = '', createdAt] = namePattern.exec(name) ?? [];
  if (!isLane(lane)) return undefined;
  return {
    id: name.slice(0, -'.seg'.length),
    signal: signalOf(lane),
    lane,
    createdAt: new Date(Number(createdAt)),
    path: join(folder, name),
    bytes,
    keys: [],
    valueKinds: everyKind,
    eventKinds: lane === 'lines' ? 0 : everyEventKind,
  };
};

/** A part of a segment, for when the whole cannot be inserted. The first keeps its time, so that it is still the oldest. */
export const partOf = (
  folder: string,
  segment: Segment,
  part: number,
  content: Pick<Segment, 'bytes' | 'keys' | 'eventKinds'>,
): Segment => {
  const ms = segment.createdAt.getTime();
  const createdAt = part === 0 ? segment.createdAt : new Date(ownMs(segment.signal, ms));
  const id = `${segment.id.replace(stamp(segment.createdAt), stamp(createdAt))}.${part}`;
  return { ...segment, id, createdAt, path: join(folder, `${id}.seg`), ...content };
};

/** Beyond every part, so that the id is a new one. */
const again = 9;

/** The same records for a second insert: under its old id the engine would take them for repeated. */
export const againOf = (folder: string, segment: Segment): Segment => {
  const id = `${segment.id}.${again}`;
  return { ...segment, id, path: join(folder, `${id}.seg`) };
};
