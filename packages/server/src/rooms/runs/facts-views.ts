import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { RunReader } from './facts-runs.ts';
import type { RunPosition } from './list/filter.ts';
import type { StageReader } from './facts-stages.ts';
import type { RunFacts } from './facts.ts';
import { type RunView, runViewAt } from './run-view.ts';

export interface ViewReaders {
  readonly runs: RunReader;
  readonly stages: StageReader;
}

/** Views of these runs, in their order: one query for all their stages. */
export const viewsOf = async (
  stages: StageReader,
  facts: readonly RunFacts[],
  now: ReceptionTime,
): Promise<RunView[]> => {
  const stagesOf = await stages.ofRuns(facts);
  return facts.map((run) => runViewAt(run, stagesOf(run), now));
};

/** The latest `count` runs of this pipeline that succeeded before the position, newest first. */
export const succeededBefore = async (
  { runs, stages }: ViewReaders,
  { namespace, pipeline }: Pick<RunFacts, 'namespace' | 'pipeline'>,
  after: RunPosition,
  count: number,
  now: ReceptionTime,
): Promise<RunView[]> =>
  viewsOf(stages, await runs.list({ namespace, pipeline, states: ['succeeded'], after }, count, now), now);
