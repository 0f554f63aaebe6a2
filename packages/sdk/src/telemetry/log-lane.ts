import type { Batch } from '../export/batch.ts';
import type { LineAttributes } from '../otlp/line-attributes.ts';
import type { LineOrigin } from '../otlp/line-record.ts';
import type { LogEntry } from '../otlp/log-entry.ts';
import type { RecordBatch } from '../otlp/record-batch.ts';
import type { LineKeeper } from './line-keeper.ts';
import { createRecordLane, type RecordLane } from './record-lane.ts';
import { runScopeOf } from './run-context.ts';
import { createThinner } from './thinner.ts';

/** Log records that programs write. A flood of them is thinned rather than dropped. */
export interface LogLane extends RecordLane<LogEntry> {
  /** A record that is a line of text, UTF-8 from `start` to `end`, with attributes of its `own`. */
  writeLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    atMs: number,
    origin: LineOrigin,
    own?: LineAttributes,
  ): void;
  /** `count` records in a row that are written already, all of before {@link wholeUntilMs}. */
  writeWritten(records: Uint8Array, count: number): void;
  /** Until this time, by the clock of records, none of them is to be held; 0 while some are. */
  wholeUntilMs(): number;
  /** How many records of a run were left out so far; without one, of what belongs to no run of this process. */
  thinnedOf(run?: object): number;
  /** See {@link LineKeeper}. */
  keepSoon: LineKeeper['keepSoon'];
  /** Nothing more that was written so far will be left out. */
  settle(): void;
}

export interface LogLaneOptions {
  readonly batch: RecordBatch<LogEntry>;
  readonly onBatch: (batch: Batch) => void;
  readonly keeper?: LineKeeper;
  readonly isFull: () => boolean;
  readonly isBehind: () => boolean;
  /** One record is left out. */
  readonly onThinned: () => void;
}

export const createLogLane = ({ batch, onBatch, keeper, isFull, isBehind, onThinned }: LogLaneOptions): LogLane => {
  const lane = createRecordLane<LogEntry>({
    batchFor: () => batch,
    onBatch,
    isBehind,
    ...(keeper && { toBatch: keeper.handOn }),
  });
  const nobody = {};
  const counts = new WeakMap<object, { thinned: number }>();
  const countOf = (owner: object): { thinned: number } => {
    let count = counts.get(owner);
    if (count === undefined) counts.set(owner, (count = { thinned: 0 }));
    return count;
  };
  /** Most records are of the same run as the one before. */
  const latest = { owner: nobody, count: countOf(nobody) };
  const thinner = createThinner({
    isFull,
    onKept: (record) => {
      batch.addWritten(record, 1);
      lane.added(batch);
    },
    onThinned: (owner = nobody) => {
      if (latest.owner !== owner) Object.assign(latest, { owner, count: countOf(owner) });
      latest.count.thinned += 1;
      onThinned();
    },
  });
  return {
    get hasWork() {
      return lane.hasWork || thinner.isHolding;
    },
    write: (entry) => {
      const mustHold = thinner.mustHold(entry.atMs, entry.severity);
      const before = batch.bytes;
      batch.add(entry);
      if (mustHold) thinner.hold(batch.takeBack(before), runScopeOf(entry.context)?.run);
      else lane.added(batch);
    },
    writeLine: (bytes, start, end, atMs, origin, own) => {
      const mustHold = thinner.mustHold(atMs, origin.severity);
      const before = batch.bytes;
      batch.addLine(bytes, start, end, atMs, origin, own);
      if (mustHold) thinner.hold(batch.takeBack(before), undefined);
      else lane.added(batch);
    },
    writeWritten: (records, count) => {
      thinner.pass(count);
      batch.addWritten(records, count);
      lane.added(batch);
    },
    wholeUntilMs: () => (isFull() ? 0 : thinner.minuteEndsAtMs),
    cut: () => lane.cut(),
    cutSoon: () => lane.cutSoon(),
    thinnedOf: (run = nobody) => counts.get(run)?.thinned ?? 0,
    keepSoon: (pending) => keeper?.keepSoon(pending),
    settle: () => thinner.release(),
  };
};
