import { leastUsualRuns, usualSampleSize } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import type { BrushScale } from '../../../components/chart/brush-scale.ts';

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** The middle half of the runs that say what is usual, a little widened. Null when they are too few. Pure. */
export const usualBand = (runs: readonly RunMark[], measure: (run: RunMark) => number): Band | null => {
  const values = usualMarks(runs)
    .map(measure)
    .toSorted((a, b) => a - b);
  if (values.length < leastUsualRuns) return null;
  const [low, high] = [quantile(values, 0.25), quantile(values, 0.75)];
  const margin = Math.max((high - low) / 2, high * 0.05);
  return { low: Math.max(0, low - margin), high: high + margin };
};

/** The runs of a strip, oldest first, that show what is usual for its last one. */
const usualMarks = (runs: readonly RunMark[]): RunMark[] =>
  runs
    .slice(0, -1)
    .filter(({ state }) => state === 'succeeded')
    .slice(-usualSampleSize);

const quantile = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
};

/** Tones of runs that did not go well, each a series of its own. */
export const markedTones = ['bad', 'warn', 'aside'] as const;
export type MarkedTone = (typeof markedTones)[number];

/** Columns for a chart: start in seconds, the figure, and for each tone the figure again where a run has it. */
export const trendColumns = (runs: readonly RunMark[], measure: (run: RunMark) => number) => {
  const ended = runs.filter(({ state }) => state !== 'running' && state !== 'missed');
  const values = ended.map(measure);
  const ofTone = (tone: MarkedTone) => ended.map((run, at) => (run.shown.tone === tone ? (values[at] ?? null) : null));
  const columns: [number[], ...(number | null)[][]] = [
    ended.map((run) => Date.parse(run.startedAt) / 1000),
    values,
    ...markedTones.map(ofTone),
  ];
  return { runs: ended, columns };
};

/** Room beside the first and the last run, as a share of the time between them. */
const besideShare = 0.02;
const secondMs = 1_000;

/** The time axis of a trend of these runs, oldest first; each can be chosen, to the second. Pure. */
export const trendScale = (runs: readonly Pick<RunMark, 'startedAt'>[]): BrushScale => {
  const beginsMs = runs.map(({ startedAt }) => Date.parse(startedAt));
  const [first = 0, last = first] = [beginsMs[0], beginsMs.at(-1)];
  const besideMs = Math.max(secondMs, (last - first) * besideShare);
  return {
    fromMs: first - besideMs,
    toMs: last + besideMs,
    beginsMs,
    endsMs: beginsMs.map((at) => at + secondMs),
    marks: 'points',
  };
};
