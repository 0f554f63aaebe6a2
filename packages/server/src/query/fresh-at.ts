import { verdictOf } from '@sightglass/model';
import type { Run } from '@sightglass/model/api';
import type { PipelineSummary } from '../storage/telemetry/pipelines.ts';
import { instantOf } from './instant.ts';
import type { RunView } from './run-view.ts';

/**
 * When usable data last arrived; null when it never did. The summary knows the latest success only, and a run that rejected every
 * row succeeds too: then the recent runs tell, else those before them.
 */
export const freshAt = async (
  { freshAtMs }: Pick<PipelineSummary, 'freshAtMs'>,
  recent: readonly RunView[],
  succeededBefore: (oldest: Run) => Promise<readonly RunView[]>,
): Promise<string | null> => {
  if (freshAtMs === 0) return null;
  const latestSuccess = instantOf(freshAtMs);
  const oldest = recent.at(-1);
  const isEmpty = recent.some(({ run }) => run.finishedAt === latestSuccess && bringsNothing(run));
  if (oldest === undefined || !isEmpty) return latestSuccess;
  return latestUsable(recent) ?? latestUsable(await succeededBefore(oldest.run));
};

const bringsNothing = (run: Run): boolean => run.state === 'succeeded' && verdictOf(run, null) === 'no';

const latestUsable = (views: readonly RunView[]): string | null =>
  views
    .map(({ run }) => (run.state === 'succeeded' && !bringsNothing(run) ? run.finishedAt : null))
    .reduce((latest, at) => (at === null || (latest !== null && latest >= at) ? latest : at), null);
