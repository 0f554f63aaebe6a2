import { formatDuration } from '../words/duration.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import { leastUsualRuns } from './run-verdict.ts';

/** When data of a pipeline last came, and whether more should have come since. */
export interface Freshness {
  readonly freshAt: string;
  /** All but the longest waits for new data were shorter: their 95th percentile. Runs in quick succession count as one arrival. */
  readonly usualGapMs: number;
  /** From when on the data is late; null while it is not. */
  readonly lateSince: string | null;
}

const usualShare = 0.95;
/** Runs of a timer vary a little. */
const tolerance = 1.1;
const hourMs = 3_600_000;
/** More than a working day: what people load by hand in one day shows no rhythm. */
const leastSpanMs = 12 * hourMs;
const leastWaitMs = hourMs;
/** A run that takes long may be under way. */
const leastDurations = 3;
/** Runs that end nearer to each other than this share of the typical wait are retries or a backfill: one arrival. */
const burstShare = 0.1;

/**
 * Of the times at which runs ended that brought data; null while these do not show what is usual: fewer than five arrivals, or
 * all of them within 12 hours. `usualDurationMs` is that of a run; null while it is not known.
 */
export const freshnessOf = (
  endedAt: readonly string[],
  nowMs: number,
  usualDurationMs: number | null = null,
): Freshness | null => {
  const times = endedAt.map((at) => Date.parse(at)).sort((a, b) => a - b);
  const latest = times.at(-1);
  if (latest === undefined) return null;
  const arrivals = arrivalsOf(times);
  if (arrivals.length < leastUsualRuns || latest - (arrivals[0] ?? latest) < leastSpanMs) return null;
  const usualGapMs = percentile(gapsOf(arrivals), usualShare);
  const lateMs = latest + Math.max(usualGapMs * tolerance, leastWaitMs, leastDurations * (usualDurationMs ?? 0));
  const lateSince = nowMs > lateMs ? new Date(lateMs).toISOString() : null;
  return { freshAt: new Date(latest).toISOString(), usualGapMs, lateSince };
};

/** Without those that follow another closely. */
const arrivalsOf = (times: readonly number[]): number[] => {
  const burstMs = typicalGapMs(gapsOf(times)) * burstShare;
  return times.filter((at, index) => index === 0 || at - (times[index - 1] ?? at) > burstMs);
};

/** Half of all the time lies in gaps up to this one: a thousand runs of one minute do not outweigh a night. */
const typicalGapMs = (gaps: readonly number[]): number => {
  const half = gaps.reduce((sum, gap) => sum + gap, 0) / 2;
  let passed = 0;
  return gaps.toSorted((a, b) => a - b).find((gap) => (passed += gap) >= half) ?? 0;
};

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((at, index) => at - (times[index] ?? at));

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
