import { verdictOf } from '@sightglass/model';
import type { Run } from '@sightglass/model/api';
import type { PipelineSummary } from '../storage/telemetry/pipelines.ts';
import type { RunView } from './run-view.ts';

/**
 * When usable data last arrived; null when it never did. A run that rejected every row succeeds too, so the recent runs tell, else those
 * before them: these are asked for only when the summary knows of a success.
 */
export const freshAt = async (
  { freshAtMs }: Pick<PipelineSummary, 'freshAtMs'>,
  recent: readonly RunView[],
  succeededBefore: (oldest: Run) => Promise<readonly RunView[]>,
): Promise<string | null> => {
  const oldest = recent.at(-1);
  const known = latestUsable(recent);
  if (known !== null || freshAtMs === 0 || oldest === undefined) return known;
  return latestUsable(await succeededBefore(oldest.run));
};

const bringsNothing = (run: Run): boolean => run.state === 'succeeded' && verdictOf(run, null) === 'no';

const latestUsable = (views: readonly RunView[]): string | null =>
  views
    .map(({ run }) => (run.state === 'succeeded' && !bringsNothing(run) ? run.finishedAt : null))
    .reduce((latest, at) => (at === null || (latest !== null && latest >= at) ? latest : at), null);
