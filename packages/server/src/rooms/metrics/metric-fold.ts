import type { MetricAggregation } from '@sightglass/model';
import type { MetricSeries } from '@sightglass/model/rest';
import type { SeriesStep } from './facts.ts';
import { instantOf } from '../../http/instant.ts';
import { sum, sumOf } from '../sum.ts';

/** How a metric is usually aggregated: how fast a counter counts, how much there is of what goes up and down, else the mean. */
export const usualAggregation = (step: Pick<SeriesStep, 'type' | 'isMonotonic'> | undefined): MetricAggregation => {
  if (step?.type !== 'sum') return 'avg';
  return step.isMonotonic ? 'rate' : 'sum';
};

const ofHistograms: readonly MetricAggregation[] = [
  'avg',
  'min',
  'max',
  'sum',
  'count',
  'rate',
  'increase',
  'p50',
  'p95',
  'p99',
];

const aggregations: Readonly<Record<SeriesStep['type'], readonly MetricAggregation[]>> = {
  gauge: ['avg', 'min', 'max', 'sum', 'count', 'last'],
  sum: ['avg', 'min', 'max', 'sum', 'count', 'last', 'rate', 'increase'],
  histogram: ofHistograms,
  exponential_histogram: ofHistograms,
  summary: ['avg', 'sum', 'count', 'rate', 'increase', 'p50', 'p95', 'p99'],
};

/** How metrics of these types can be aggregated. */
export const aggregationsOf = (types: Iterable<SeriesStep['type']>): MetricAggregation[] => [
  ...new Set([...new Set(types)].flatMap((type) => aggregations[type])),
];

export const isQuantile = (aggregation: MetricAggregation): boolean => quantiles[aggregation] !== undefined;

/** What a chart of a metric has to say of it: how it was counted, by how many, and how often anew. Steps come ordered by series and time. */
export const natureOf = (
  steps: readonly SeriesStep[],
): Required<Pick<MetricSeries, 'temporality' | 'isMonotonic' | 'aggregations' | 'resets' | 'senders'>> => {
  const counted = steps.filter(({ type }) => type !== 'gauge');
  const hasBegunAnew = (step: SeriesStep, index: number): boolean => {
    const before = steps[index - 1];
    return before?.series === step.series && step.isCumulative && totalOf(step) < totalOf(before);
  };
  return {
    temporality: counted[0] === undefined ? null : counted[0].isCumulative ? 'cumulative' : 'delta',
    isMonotonic: steps.length > 0 && steps.every((step) => step.type === 'sum' && step.isMonotonic),
    aggregations: aggregationsOf(steps.map(({ type }) => type)),
    resets: steps.filter(
      (step, index) => step.type !== 'gauge' && (step.type !== 'sum' || step.isMonotonic) && hasBegunAnew(step, index),
    ).length,
    senders: new Set(steps.map(({ series }) => series)).size,
  };
};

const totalOf = (step: SeriesStep): number => (isHistogramStep(step) ? step.histogram.count : step.last);

export interface MetricGrid {
  /** On a step. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** What a series added in one step, whatever its temporality. */
interface Share {
  readonly step: SeriesStep;
  /** Growth of a sum or of a histogram's count; null when the series was not known before. */
  readonly growth: number | null;
  readonly histogramSum: number;
  readonly buckets: readonly Bucket[];
}

interface Bucket {
  /** Upper edge. */
  readonly to: number;
  readonly count: number;
}

const quantiles: Readonly<Partial<Record<MetricAggregation, number>>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** One line per combination of labels, with a point (or null) for every step of the grid. Steps come ordered by series and time. */
export const foldSeries = (
  steps: readonly SeriesStep[],
  groupBy: readonly string[],
  aggregation: MetricAggregation,
  grid: MetricGrid,
): MetricSeries['series'] => {
  const lines = Map.groupBy(sharesOf(steps, grid.fromMs), ({ step }) => JSON.stringify(step.labels));
  return [...lines.values()].map((shares) => {
    const byTime = Map.groupBy(shares, ({ step }) => step.atMs);
    const values = shares[0]?.step.labels ?? [];
    return {
      labels: Object.fromEntries(groupBy.map((name, index) => [name, values[index] ?? ''])),
      points: timesOf(grid).map((atMs) => [
        instantOf(atMs),
        aggregate(byTime.get(atMs) ?? [], aggregation, grid.stepMs),
      ]),
    };
  });
};

const timesOf = ({ fromMs, toMs, stepMs }: MetricGrid): number[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);

const sharesOf = (steps: readonly SeriesStep[], fromMs: number): Share[] =>
  steps.map((step, index) => {
    const before = steps[index - 1];
    return shareOf(step, before?.series === step.series ? before : undefined, fromMs);
  });

const shareOf = (step: SeriesStep, before: SeriesStep | undefined, fromMs: number): Share => {
  const isHistogram = isHistogramStep(step);
  const total = isHistogram ? step.histogram.count : step.last;
  if (!step.isCumulative) {
    const growth = isHistogram ? step.histogram.count : step.sum;
    return { step, growth, histogramSum: step.histogram.sum, buckets: bucketsOf(step) };
  }
  const earlier = before === undefined ? undefined : isHistogram ? before.histogram.count : before.last;
  const hasBegunAnew = earlier === undefined ? step.countingSinceMs >= fromMs : total < earlier;
  if (hasBegunAnew) return { step, growth: total, histogramSum: step.histogram.sum, buckets: bucketsOf(step) };
  if (before === undefined || earlier === undefined) return { step, growth: null, histogramSum: 0, buckets: [] };
  return {
    step,
    growth: total - earlier,
    histogramSum: step.histogram.sum - before.histogram.sum,
    buckets: growthOf(bucketsOf(step), bucketsOf(before)),
  };
};

const isHistogramStep = ({ type }: SeriesStep): boolean =>
  type === 'histogram' || type === 'exponential_histogram' || type === 'summary';

const bucketsOf = ({ bucketEdges, bucketCounts }: SeriesStep): Bucket[] =>
  bucketCounts.map((count, index) => ({ to: bucketEdges[index] ?? Number.POSITIVE_INFINITY, count }));

const growthOf = (now: readonly Bucket[], before: readonly Bucket[]): Bucket[] => {
  const earlier = new Map(before.map(({ to, count }) => [to, count]));
  return now.map(({ to, count }) => ({ to, count: Math.max(0, count - (earlier.get(to) ?? 0)) }));
};

const aggregate = (shares: readonly Share[], aggregation: MetricAggregation, stepMs: number): number | null => {
  if (shares.length === 0) return null;
  const quantile = quantiles[aggregation];
  if (quantile !== undefined && shares.every(({ step }) => step.type === 'summary'))
    return shares[0]?.step.quantiles.find(([known]) => Math.abs(known - quantile) < 1e-9)?.[1] ?? null;
  if (quantile !== undefined)
    return quantileOf(
      shares.flatMap((share) => share.buckets),
      quantile,
      rangeOf(shares),
    );
  const steps = shares.map((share) => share.step);
  const isHistogram = steps.every(isHistogramStep);
  const growths = shares.flatMap(({ growth }) => growth ?? []);
  const count = sum(growths);
  switch (aggregation) {
    case 'rate':
      return growths.length === 0 ? null : count / (stepMs / 1_000);
    case 'increase':
      return growths.length === 0 ? null : count;
    case 'count':
      return isHistogram ? count : sumOf(steps, (step) => step.points);
    case 'sum':
      if (isHistogram) return sumOf(shares, (share) => share.histogramSum);
      return steps.every((step) => step.type === 'sum' && step.isMonotonic)
        ? count
        : sumOf(steps, (step) => (step.type === 'sum' && !step.isCumulative ? step.sum : step.last));
    case 'avg':
      if (isHistogram) return count === 0 ? null : sumOf(shares, (share) => share.histogramSum) / count;
      return sumOf(steps, (step) => step.sum) / sumOf(steps, (step) => step.points);
    case 'min':
      return extreme(
        Math.min,
        steps.map((step) => (isHistogram ? step.histogram.min : step.min)),
      );
    case 'max':
      return extreme(
        Math.max,
        steps.map((step) => (isHistogram ? step.histogram.max : step.max)),
      );
    default:
      return steps.reduce((latest, step) => (step.lastAtMs > latest.lastAtMs ? step : latest)).last;
  }
};

const extreme = (pick: (...values: number[]) => number, values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : pick(...known);
};

/** Smallest and largest value measured; null when a share does not say. */
interface ValueRange {
  readonly min: number | null;
  readonly max: number | null;
}

const rangeOf = (shares: readonly Share[]): ValueRange => {
  const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const minima = known(shares.map(({ step }) => step.histogram.min));
  const maxima = known(shares.map(({ step }) => step.histogram.max));
  return {
    min: minima.length === shares.length ? Math.min(...minima) : null,
    max: maxima.length === shares.length ? Math.max(...maxima) : null,
  };
};

/**
 * Quantile by linear interpolation inside its bucket, never beyond what was measured. The open last bucket reaches to the largest
 * value, or counts as its lower edge when that is not known. Null without counts.
 */
export const quantileOf = (
  buckets: readonly Bucket[],
  share: number,
  { min, max }: ValueRange = { min: null, max: null },
): number | null => {
  const counts = new Map<number, number>();
  for (const { to, count } of buckets) counts.set(to, (counts.get(to) ?? 0) + count);
  const sorted = [...counts].map(([to, count]) => ({ to, count })).sort((a, b) => a.to - b.to);
  const rank = share * sumOf(sorted, ({ count }) => count);
  let below = 0;
  let from = Math.min(0, sorted[0]?.to ?? 0);
  for (const { to, count } of sorted) {
    if (count > 0 && below + count >= rank) {
      const edge = Number.isFinite(to) ? to : Math.max(from, max ?? from);
      const value = from + ((edge - from) * (rank - below)) / count;
      return Math.max(min ?? value, Math.min(max ?? value, value));
    }
    below += count;
    from = to;
  }
  return null;
};
