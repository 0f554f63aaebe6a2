import { leastUsualRuns, usualSampleSize } from '@sightglass/model';
import type { RunMark, UsualFigures } from '@sightglass/model/rest';
import { formatCount } from '../format/number.ts';

/** What a run is held against. */
export type Usual = Pick<UsualFigures, 'durationMs' | 'rejectedShare'>;

/** The runs of a strip, oldest first, that say what is usual for its last one. */
export const usualMarks = (runs: readonly RunMark[]): RunMark[] =>
  runs
    .slice(0, -1)
    .filter(({ state }) => state === 'succeeded')
    .slice(-usualSampleSize);

/** How a figure of the runs before is called: what few of them did is not usual yet. */
export const usualWord = (usual: UsualFigures | null): 'usually' | 'before' =>
  usual !== null && usual.sampleSize < leastUsualRuns ? 'before' : 'usually';

/** `in the last 20 runs that succeeded`: which runs the usual figures are of. */
export const usualSampleWords = ({ sampleSize }: UsualFigures): string =>
  sampleSize === 1 ? 'in the last run that succeeded' : `in the last ${formatCount(sampleSize)} runs that succeeded`;

/** Small absolute differences are never worth a word. */
export const isSlow = (durationMs: number, usual: Usual | null): boolean =>
  usual !== null && durationMs >= usual.durationMs * 1.5 && durationMs - usual.durationMs >= 1000;
