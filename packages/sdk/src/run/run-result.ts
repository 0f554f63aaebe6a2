import type { RunLedger } from '@sightglass/model';
import type { DependencySummary } from '../dependencies/dependency-totals.ts';
import type { StageRecord } from './stage/stage-record.ts';

/** How a run ended; `exit` when the process ended with it. */
export interface RunEnd {
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly thrown?: unknown;
  readonly exit?: { readonly code?: number | undefined; readonly signal?: string | undefined };
}

export interface RunResult extends RunEnd {
  readonly runId: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly ledger: RunLedger;
  readonly stages: readonly StageRecord[];
  readonly dependencies: readonly DependencySummary[];
}
