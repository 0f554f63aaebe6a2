import { context, createContextKey, type Attributes, type Context } from '@opentelemetry/api';
import type { DatasetUse } from '../datasets/dataset-use.ts';
import type { DependencyUse } from '../dependencies/dependency-use.ts';
import type { Clock } from '../run/clock.ts';
import type { Run } from '../run/types.ts';

/** What the OpenTelemetry context carries inside a run: who is running, and what every span and log line repeats. */
export interface RunScope {
  readonly runId: string;
  readonly pipeline: string;
  readonly stage: { readonly id: string; readonly name: string } | undefined;
  readonly attributes: Attributes;
  readonly run: Run;
  /** What everything in the run is stamped by. */
  readonly clock: Clock;
  /** What the stage, or the run outside its stages, has called of APIs and databases. */
  readonly dependencies: DependencyUse;
  /** What it has read and written. */
  readonly datasets: DatasetUse;
  /** `attributes` as bytes: those of the run, which all its stages share, then those of the stage. */
  readonly encoded: readonly Uint8Array[];
}

const key = createContextKey('sightglass.run');

export const withRunScope = (context: Context, scope: RunScope): Context => context.setValue(key, scope);

export const runScopeOf = (context: Context): RunScope | undefined => context.getValue(key) as RunScope | undefined;

/** The run the calling code is part of, so that a library needs nobody to pass it one. */
export const currentRun = (): Run | undefined => runScopeOf(context.active())?.run;
