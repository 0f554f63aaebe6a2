import type { DatasetRole } from '@sightglass/model';
import { type EventAttributes, lifecycleEvent } from '../runs/_runs.ts';

export interface TestUse {
  readonly runId: string;
  readonly pipeline: string;
  readonly role: DatasetRole;
  readonly name: string;
  readonly atMs: number;
  readonly namespace?: string;
  readonly pipelineNamespace?: string;
  readonly stage?: string;
  readonly rows?: number | string;
  readonly bytes?: number | string;
}

/** What a stage, or a run outside its stages, reports of a dataset. */
export const useEvent = (use: TestUse): object => {
  const { runId, pipeline, role, name, atMs, namespace = 'postgres://db:5432', stage, rows, bytes } = use;
  const { pipelineNamespace = 'shop' } = use;
  return lifecycleEvent('datasetUsed', atMs, {
    runId,
    pipelineName: pipeline,
    pipelineNamespace,
    datasetNamespace: namespace,
    datasetName: name,
    datasetRole: role,
    ...(stage === undefined ? {} : { stageId: stage.padEnd(16, '0'), stageName: stage }),
    ...(rows === undefined ? {} : { datasetRows: rows }),
    ...(bytes === undefined ? {} : { datasetBytes: bytes }),
  });
};

export interface TestRunOf {
  readonly runId: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
  /** Without one it goes on. */
  readonly state?: 'succeeded' | 'failed' | 'aborted';
  /** Its stages and how they ended, each after a second. */
  readonly stages?: Readonly<Record<string, 'succeeded' | 'failed'>>;
}

/** A run with these stages. */
export const runOf = ({ runId, pipeline, startedAtMs, state, stages = {} }: TestRunOf): object[] => {
  const run: EventAttributes = { runId, pipelineName: pipeline, pipelineNamespace: 'shop' };
  const ofStages = Object.entries(stages).flatMap(([name, stageState], index) => {
    const own = { ...run, stageName: name, stageId: name.padEnd(16, '0') };
    const at = startedAtMs + 1_000 * index;
    return [
      lifecycleEvent('stageStarted', at, own),
      lifecycleEvent('stageFinished', at + 900, { ...own, stageState, rowsRead: 10, rowsWritten: 10 }),
    ];
  });
  const started = new Date(startedAtMs).toISOString();
  const finished = { ...run, runStartedAt: started, runState: state ?? 'succeeded', runDurationMs: 20_000 };
  return [
    lifecycleEvent('runStarted', startedAtMs, { ...run, runStartedAt: started, runHeartbeatIntervalMs: 60_000 }),
    ...ofStages,
    ...(state === undefined ? [] : [lifecycleEvent('runFinished', startedAtMs + 20_000, finished)]),
  ];
};
