import type { Ledger, StageState } from '@sightglass/model';
import type { Failed } from './failure/failed.ts';

/** A run and its stages as they stand. */
export interface RunSnapshot {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly file: string | undefined;
  readonly version: string | undefined;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Rows of the run as far as its stages have counted; what an open transaction holds counts as written. */
  readonly rows: Ledger;
  /** Whether any of its stages counted, be it 0. */
  readonly rowsCounted: boolean;
  readonly stages: readonly StageSnapshot[];
}

export interface StageSnapshot {
  readonly stageId: string;
  readonly name: string;
  readonly state: StageState;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | undefined;
  readonly rows: Ledger;
  /** Whether anybody counted, be it 0. */
  readonly rowsCounted: boolean;
  readonly failure: Failed | undefined;
}

const snapshots = new WeakMap<object, () => RunSnapshot>();

/** Lets parts outside the run see how it stands. */
export const publishSnapshot = (run: object, take: () => RunSnapshot): void => void snapshots.set(run, take);

/** Undefined for a run that is not observed. */
export const snapshotOf = (run: object): RunSnapshot | undefined => snapshots.get(run)?.();
