import { runIdAt } from '@sightglass/model';
import { type EventAttributes, lifecycleEvent } from '../../packages/server/src/rooms/runs/_runs.ts';

export const namespace = 'shop';

/** How a run of a situation went; the last of its pipeline, `earlier` before it. */
export interface Situation {
  readonly name: string;
  readonly rows?: EventAttributes;
  /** Absent: it has not ended. */
  readonly end?: 'succeeded' | 'failed' | 'aborted';
  readonly finish?: EventAttributes;
  readonly start?: EventAttributes;
  /** `none`: the stage has not ended. */
  readonly stageState?: 'succeeded' | 'failed' | 'aborted' | 'none';
  readonly silentForMs?: number;
  readonly earlier?: readonly Earlier[];
  readonly more?: (own: EventAttributes, atMs: number) => object[];
  readonly isMissed?: boolean;
  readonly word: string;
  /** The word of its pipeline, where that adds what the run alone does not have; absent: the same. */
  readonly pipelineWord?: string;
  readonly verdict: string;
  readonly sentence: RegExp;
}
export type Bare = Omit<Situation, 'word' | 'verdict' | 'sentence' | 'earlier'>;
export type Earlier = Omit<Bare, 'name'>;

export const checkScope = ({ runId, pipelineName }: EventAttributes) => ({
  runId: typeof runId === 'string' ? runId : '',
  pipeline: typeof pipelineName === 'string' ? pipelineName : '',
});
export const affected = (own: EventAttributes, atMs: number): object =>
  lifecycleEvent('rows', atMs, {
    ...own,
    dependencyName: 'airports',
    dependencyPolicy: 'load-unenriched',
    errorType: 'timeout',
    dependencyRows: 7,
    stageId: 'a'.repeat(16),
  });

export const eventsOf = (pipeline: string, one: Earlier, startMs: number): object[] => {
  const own = { runId: runIdAt(startMs), pipelineName: pipeline, pipelineNamespace: namespace };
  if (one.isMissed === true) return [];
  const stage = { ...own, stageId: 'a'.repeat(16), stageName: 'load' };
  const started = { ...own, runStartedAt: new Date(startMs).toISOString(), ...one.start };
  const ended = one.stageState === 'none' ? undefined : (one.stageState ?? one.end);
  const hasStage = one.rows !== undefined;
  return [
    lifecycleEvent('runStarted', startMs, { ...started, runHeartbeatIntervalMs: 10_000 }),
    ...(hasStage ? [lifecycleEvent('stageStarted', startMs + 1, stage)] : []),
    ...(hasStage && ended === undefined
      ? [lifecycleEvent('stageProgress', startMs + 2, { ...stage, ...one.rows })]
      : []),
    ...(hasStage && ended !== undefined
      ? [lifecycleEvent('stageFinished', startMs + 29_000, { ...stage, ...one.rows, stageState: ended })]
      : []),
    ...(one.more?.(own, startMs + 20_000) ?? []),
    ...(one.end === undefined
      ? []
      : [
          lifecycleEvent('runFinished', startMs + 30_000, {
            ...started,
            runState: one.end,
            runDurationMs: 30_000,
            ...one.finish,
          }),
        ]),
  ];
};
