import type { Signal } from '../../../wire/proto.ts';
import type { TelemetryClient } from '../client.ts';
import type { Loss, LossBook } from './losses.ts';

/** A segment that was inserted, and when its records arrived: no two of one signal at the same time. */
export interface KeptSegment {
  readonly id: string;
  readonly signal: Signal;
  readonly createdAt: Date;
}

/** The spool, as far as it is needed to put back what the engine has lost. */
export interface KeptStore<Segment extends KeptSegment> {
  all(): readonly Segment[];
  release(segments: readonly Segment[]): Promise<void>;
  again(segment: Segment): Promise<Segment>;
  /** Whether all that an earlier process may have inserted in part is inserted as a whole by now. */
  isSettled(): boolean;
  whileStill<Result>(job: () => Promise<Result>): Promise<Result>;
}

export interface CareEvents {
  partsBroken(names: readonly string[]): void;
  recordsRestored(table: string, records: number): void;
  recordsLost(loss: Loss): void;
  sumsCorrected(days: readonly { table: string; day: string }[]): void;
  careFailed(error: unknown): void;
}

export interface CareParts<Segment extends KeptSegment> {
  readonly telemetry: TelemetryClient;
  readonly kept: KeptStore<Segment>;
  readonly restartEngine: (reason: string, whileDown: () => Promise<void>) => Promise<void>;
  /** How often the disk ran short of room; what was written then is read back to its end. */
  readonly timesShort: () => number;
  readonly isShort: () => boolean;
  readonly dataDir: string;
  readonly losses: LossBook;
  readonly events: CareEvents;
  readonly intervalMs?: number;
}
