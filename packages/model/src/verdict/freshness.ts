import { formatDuration } from '../words/duration.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import { leastUsualRuns } from './run-verdict.ts';

/** When data of a pipeline last came, and whether more should have come since. */
export interface Freshness {
  readonly freshAt: string;
  /** All but the longest waits for new data were shorter: their 95th percentile. */
  readonly usualGapMs: number;
  /** From when on the data is late; null while it is not. */
  readonly lateSince: string | null;
}

const usualShare = 0.95;
/** Runs of a timer vary a little. */
const tolerance = 1.1;

/** Of the times at which runs ended that brought data; null while too few show what is usual. */
export const freshnessOf = (endedAt: readonly string[], nowMs: number): Freshness | null => {
  const times = endedAt.map((at) => Date.parse(at)).sort((a, b) => a - b);
  const latest = times.at(-1);
  if (latest === undefined || times.length < leastUsualRuns) return null;
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const usualGapMs = percentile(gaps, usualShare);
  const lateMs = latest + usualGapMs * tolerance;
  const lateSince = usualGapMs > 0 && nowMs > lateMs ? new Date(lateMs).toISOString() : null;
  return { freshAt: new Date(latest).toISOString(), usualGapMs, lateSince };
};

/** By linear interpolation between the nearest ranks. */
const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
};

/** `last loaded 300 days ago (new data usually comes within 1 d 0 h)` */
export const lateWords = ({ freshAt, usualGapMs }: Freshness): Sentence =>
  sentenceOf('last loaded ', timeIn(freshAt, 'ago'), ` (new data usually comes within ${formatDuration(usualGapMs)})`);
