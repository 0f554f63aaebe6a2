import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { isSignal } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';

/** A file of appended request bodies of one signal. Its name is its id and holds when it began. */
export interface Segment {
  readonly id: string;
  readonly signal: Signal;
  readonly createdAt: Date;
  readonly path: string;
  readonly bytes: number;
  /** Idempotency keys of its bodies, without the empty ones. */
  readonly keys: readonly string[];
  /** What its values may be; any kind after a restart. */
  readonly valueKinds: ValueKinds;
}

const namePattern = /^(logs|traces|metrics)-(\d{13})-([0-9a-z]{4,})(?:\.\d+)*\.seg$/;

let sequence = 0;

/** Names sort by age within a signal, also for segments begun in the same millisecond. */
export const newSegment = (folder: string, signal: Signal, now: Date): Segment => {
  sequence = (sequence + 1) % 1_679_616;
  const id = `${signal}-${`${now.getTime()}`.padStart(13, '0')}-${sequence.toString(36).padStart(4, '0')}${randomBytes(3).toString('hex')}`;
  return { id, signal, createdAt: now, path: join(folder, `${id}.seg`), bytes: 0, keys: [], valueKinds: 0 };
};

/** The segment a file name stands for; undefined for other files. */
export const segmentNamed = (folder: string, name: string, bytes: number): Segment | undefined => {
  const [, signal = '', createdAt] = namePattern.exec(name) ?? [];
  if (!isSignal(signal)) return undefined;
  return {
    id: name.slice(0, -'.seg'.length),
    signal,
    createdAt: new Date(Number(createdAt)),
    path: join(folder, name),
    bytes,
    keys: [],
    valueKinds: everyKind,
  };
};

/** A part of a segment, for when the whole cannot be inserted. */
export const partOf = (
  folder: string,
  segment: Segment,
  part: number,
  content: Pick<Segment, 'bytes' | 'keys'>,
): Segment => {
  const id = `${segment.id}.${part}`;
  return { ...segment, id, path: join(folder, `${id}.seg`), ...content };
};
