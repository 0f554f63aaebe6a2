import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { RunReader } from './facts-runs.ts';
import type { RunPosition } from './list/filter.ts';
import type { StageFacts, StageReader } from './facts-stages.ts';
import type { RunName } from './identity/run-name.ts';
import type { RunFacts } from './facts.ts';
import { type RunView, runViewAt } from './run-view.ts';

export interface ViewReaders {
  readonly runs: RunReader;
  readonly stages: StageReader;
}

/** A run with its stages, as they are stored. */
export interface StoredRun {
  readonly facts: RunFacts;
  readonly stages: readonly StageFacts[];
}

/**
 * The runs of these names, in their order. Their stages and doubts are read after them: were all read at the same time, a run could have
 * ended whose last stage had not been stored when its stages were read, and its rows would be missing.
 */
export const storedRuns = async ({ runs, stages }: ViewReaders, names: readonly RunName[]): Promise<StoredRun[]> => {
  const bare = await runs.bareByNames(names);
  const [facts, stagesOf] = await Promise.all([runs.withDoubts(bare), stages.ofRuns(bare)]);
  return facts.map((run) => ({ facts: run, stages: stagesOf(run) }));
};

export const viewsNow = (stored: readonly StoredRun[], now: ReceptionTime): RunView[] =>
  stored.map(({ facts, stages }) => runViewAt(facts, stages, now));

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
  readers: ViewReaders,
  { namespace, pipeline }: Pick<RunFacts, 'namespace' | 'pipeline'>,
  after: RunPosition,
  count: number,
  now: ReceptionTime,
): Promise<RunView[]> => {
  const names = await readers.runs.names({ namespace, pipeline, states: ['succeeded'], after }, count, now);
  return viewsNow(await storedRuns(readers, names), now);
};
