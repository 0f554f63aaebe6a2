import type { Context } from '@opentelemetry/api';
import type { RunDatasets } from '../../datasets/run-datasets.ts';
import type { DependencyUse } from '../../dependencies/dependency-use.ts';
import type { RunScope } from '../../telemetry/run-context.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Clock } from '../clock.ts';
import type { Lifecycle } from '../events/lifecycle.ts';
import type { RunWarnings } from '../run-warnings.ts';
import type { StageRecord } from './stage-record.ts';
import type { StageArguments } from '../types.ts';

/** A stage as its run sees it. */
export interface OpenStage {
  readonly id: string;
  readonly context: Context;
  readonly record: StageRecord;
  readonly dependencies: DependencyUse;
  reportProgress(): void;
  finish(state: 'succeeded' | 'failed' | 'aborted', thrown?: unknown): void;
  /** Its counts as they stand, with what an open transaction holds. */
  readonly counted: Pick<StageRecord, 'rows' | 'rowsCounted' | 'rowsChecked'>;
  /** Acts when its counts change no more. */
  whenFinal(action: () => void): void;
}

/** A run as its stages see it. */
export interface StageHost {
  readonly clock: Clock;
  readonly scope: RunScope;
  readonly context: Context;
  readonly lifecycle: Lifecycle;
  readonly telemetry: Telemetry;
  openStage(id: string): OpenStage | undefined;
  startStage<T>(parent: OpenStage | undefined, name: string, rest: StageArguments<T>): T;
  stageOpened(stage: OpenStage): void;
  stageClosed(stage: OpenStage): void;
  stageThrew(stage: OpenStage, thrown: unknown): void;
  readonly warnings: RunWarnings;
  readonly datasets: RunDatasets;
}
