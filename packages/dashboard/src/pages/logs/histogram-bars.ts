import type { LogHistogram } from '@sightglass/model/rest';

type Bucket = LogHistogram['buckets'][number];

/** How many buckets have passed by now, the last one in part: of the future there is nothing to draw but what is stamped with it. */
export const passedBuckets = (
  { from, stepMs, buckets }: Pick<LogHistogram, 'from' | 'stepMs' | 'buckets'>,
  now: number,
): number => {
  const passed = Math.min(buckets.length, Math.max(1, (now - Date.parse(from)) / stepMs));
  const lastFilled = buckets.findLastIndex(({ count }) => count > 0);
  return lastFilled < passed ? passed : lastFilled + 1;
};

export interface HistogramBars {
  readonly quiet: string;
  readonly warn: string;
  readonly bad: string;
  readonly most: number;
}

/**
 * Stacked bars as three paths, trouble at the bottom where heights compare. The width holds `span` buckets; the last one is cut where
 * less than all of it has passed. Pure.
 */
export const layBars = (
  buckets: readonly Bucket[],
  width: number,
  height: number,
  span = buckets.length,
): HistogramBars => {
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const step = width / Math.max(1, span);
  const bar = Math.max(1, step - 1);
  const paths = { quiet: '', warn: '', bad: '' };
  for (const [index, bucket] of buckets.entries()) {
    let base = height;
    const stack = (kind: keyof typeof paths, count: number) => {
      if (count === 0) return;
      const size = Math.max(1.5, (count / most) * height);
      const right = Math.min(width, index * step + bar);
      paths[kind] +=
        `M${round(index * step)} ${round(base)}v${round(-size)}h${round(right - index * step)}v${round(size)}Z`;
      base -= size;
    };
    stack('bad', bucket.ERROR + bucket.CRITICAL);
    stack('warn', bucket.WARN);
    stack('quiet', bucket.DEBUG + bucket.INFO);
  }
  return { ...paths, most };
};

const round = (value: number): number => Math.round(value * 10) / 10;
