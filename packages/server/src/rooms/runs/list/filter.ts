import type { RunState, RunVerdict } from '@sightglass/model';
import type { RunName } from '../identity/run-name.ts';
import type { Cause } from './cause.ts';
import type { UsedSystem } from './facts-used-system.ts';
import type { WeekHour } from './hours/facts-week-hours.ts';
import type { RunOrder } from './order.ts';

/** Runs whose start lies in [fromMs, toMs), that come after `after` in their order: newest first unless another is given. */
export interface RunFilter {
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly owner?: OwnerFilter | undefined;
  readonly environment?: string | undefined;
  readonly version?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly runId?: string | undefined;
  readonly idPrefix?: string | undefined;
  /** On their data; the engine does not know it. */
  readonly verdicts?: readonly RunVerdict[] | undefined;
  /** In the type or the message of its failure, in any case. */
  readonly error?: string | undefined;
  readonly cause?: Cause | undefined;
  /** Runs that used it and went on at `activeFromMs` or later. */
  readonly system?: UsedSystem | undefined;
  readonly activeFromMs?: number | undefined;
  /** In which they started. */
  readonly weekHour?: WeekHour | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly order?: RunOrder | undefined;
  readonly after?: RunPosition | undefined;
}

/** An owner, and the pipelines of which the configuration says whose they are, whatever their programs say. */
export interface OwnerFilter {
  readonly owner: string;
  readonly configured: readonly { readonly namespace: string; readonly name: string; readonly owner: string }[];
}

/** Where a run stands in a list. */
export interface RunPosition extends RunName {
  readonly startedAtMs: number;
  /** In a list by duration: as it was. */
  readonly durationMs?: number | undefined;
}

export const timeOf = ({ fromMs, toMs }: RunFilter): { fromMs: number | undefined; toMs: number | undefined } => ({
  fromMs,
  toMs,
});
