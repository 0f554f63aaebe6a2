import type { Ledger } from '@sightglass/model';
import type { EstatePipeline, StagePlan } from '../catalogue/types.ts';
import type { Failure, Trouble } from '../story/stories.ts';

export type EndState = 'succeeded' | 'failed';

export interface SimulatedStage {
  readonly plan: StagePlan;
  /** 16 hexadecimal digits: the id of its span. */
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: EndState;
  readonly rows: Ledger;
  readonly reasons: Readonly<Record<string, number>>;
  readonly failure?: Failure;
}

/** All that happens in one run, from which its telemetry is written. */
export interface SimulatedRun {
  readonly pipeline: EstatePipeline;
  readonly runId: string;
  readonly traceId: string;
  readonly rootSpanId: string;
  readonly trigger: 'schedule' | 'retry';
  readonly version: string;
  readonly dueMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: EndState;
  /** Those that began. */
  readonly stages: readonly SimulatedStage[];
  readonly failure?: Failure;
  readonly trouble: Trouble;
  readonly cpuMs: number;
  readonly peakBytes: number;
}
