import { leastUsualRuns, rejectedShare } from '@sightglass/model';
import type { Pipeline, RunDetail } from '@sightglass/model/api';

/** What a run is held against. */
export interface Usual {
  readonly durationMs: number;
  /** Rejected of the rows read, 0 to 1. */
  readonly rejectedShare: number;
}

/** Null while too few runs tell. */
export const usualOfRun = ({ usual }: Pick<RunDetail, 'usual'>): Usual | null =>
  usual === null || usual.sampleSize < leastUsualRuns
    ? null
    : {
        durationMs: usual.durationMs,
        rejectedShare: rejectedShare({ read: usual.rowsRead, rejected: usual.rowsRejected }),
      };

/** From the runs before the last one that went well. */
export const usualOfPipeline = ({ lastRun, recentRuns }: Pick<Pipeline, 'lastRun' | 'recentRuns'>): Usual | null => {
  const earlier = recentRuns.filter(({ runId, state }) => runId !== lastRun.runId && state === 'succeeded');
  if (earlier.length < leastUsualRuns) return null;
  return {
    durationMs: middle(earlier.map(({ durationMs }) => durationMs)),
    rejectedShare: middle(earlier.map(({ rows }) => rejectedShare(rows))),
  };
};

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (below + above) / 2;
};

/** How a figure of the runs before is called: what few of them did is not usual yet. */
export const usualWord = (usual: RunDetail['usual']): 'usually' | 'before' =>
  usual !== null && usual.sampleSize < leastUsualRuns ? 'before' : 'usually';
