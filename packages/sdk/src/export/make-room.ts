import { events, severityNumbers } from '@sightglass/model';
import { splitRequest, type SplitRequest } from '../otlp/split-request.ts';
import { wireFields } from '../otlp/wire-fields.ts';
import { createBatch, type Batch, type Lane } from './batch.ts';

type LeaveOut = (record: Buffer) => boolean;

const severityField = 2;
const eventNameField = 12;

const isBelow =
  (severity: number): LeaveOut =>
  (record) => {
    for (const { number, varint = 0 } of wireFields(record)) if (number === severityField) return varint < severity;
    return true;
  };

/** Events of which a later one holds the same, and more. */
const repeated: ReadonlySet<string> = new Set([events.runHeartbeat.name, events.stageProgress.name]);

const isRepeated: LeaveOut = (record) => {
  for (const { number, from, to } of wireFields(record))
    if (number === eventNameField) return repeated.has(record.subarray(from, to).toString());
  return false;
};

/** What the batches of a lane can best do without, in this order; then whole batches go, oldest first. */
const leftOutInTurn: Readonly<Record<Lane, readonly LeaveOut[]>> = {
  events: [isRepeated],
  logs: [isBelow(severityNumbers.WARN), isBelow(severityNumbers.ERROR)],
  traces: [],
  metrics: [],
};

export interface Room {
  /** In their order. */
  readonly kept: readonly Batch[];
  /** What was given up, as batches of its own. */
  readonly given: readonly Batch[];
}

/** Makes batches, oldest first, fit into `limitBytes`; those that are `isUnderWay` stay as they are. */
export type MakeRoom = (batches: readonly Batch[], limitBytes: number, isUnderWay: (batch: Batch) => boolean) => Room;

export const createMakeRoom = (lane: Lane): MakeRoom => {
  const turns = leftOutInTurn[lane];
  /** Of the turns, so many left nothing more to find in a batch. */
  const turnsDone = new WeakMap<Batch, number>();
  return (batches, limitBytes, isUnderWay) => {
    let kept = [...batches];
    const given: Batch[] = [];
    let bytes = bytesOf(kept);
    const replace = (batch: Batch, by: Batch | undefined, left: Batch): void => {
      kept = kept.flatMap((one) => (one === batch ? (by ?? []) : one));
      bytes += bytesOf(by === undefined ? [] : [by]) - batch.body.byteLength;
      given.push(left);
      if (by === undefined) batch.onGone?.();
    };
    for (const [turn, leaveOut] of turns.entries())
      for (const batch of kept) {
        if (bytes <= limitBytes) return { kept, given };
        if (isUnderWay(batch) || (turnsDone.get(batch) ?? 0) > turn) continue;
        const { rest, left } = divided(batch, leaveOut);
        if (left !== undefined) replace(batch, rest, left);
        if (rest !== undefined) turnsDone.set(rest, turn + 1);
      }
    const isTooLarge = ({ body }: Batch): boolean => body.byteLength > limitBytes;
    for (const batch of [...kept.filter(isTooLarge), ...kept.filter((one) => !isTooLarge(one))]) {
      if (bytes <= limitBytes) break;
      if (!isUnderWay(batch)) replace(batch, undefined, batch);
    }
    return { kept, given };
  };
};

const bytesOf = (batches: readonly Batch[]): number => batches.reduce((sum, { body }) => sum + body.byteLength, 0);

/** A batch without what is left out, under its id; what is no export request stays whole. */
const divided = (
  batch: Batch,
  leaveOut: LeaveOut,
): { readonly rest: Batch | undefined; readonly left: Batch | undefined } => {
  const parts = splitQuietly(batch.body, leaveOut);
  if (parts === undefined || parts.left.records === 0) return { rest: batch, left: undefined };
  const { kept, left } = parts;
  return {
    rest: kept.records === 0 ? undefined : { ...batch, ...kept },
    left: createBatch(left.records, left.body),
  };
};

const splitQuietly = (body: Uint8Array, leaveOut: LeaveOut): SplitRequest | undefined => {
  try {
    return splitRequest(body, leaveOut);
  } catch {
    return undefined;
  }
};
