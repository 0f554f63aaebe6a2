import type { BinCounts } from './stability-index.ts';

/** How far two samples are apart, 0 to 1, and how many values each has. */
export interface SampleDistance {
  readonly distance: number;
  readonly earlier: number;
  readonly now: number;
}

/**
 * The two-sample Kolmogorov-Smirnov distance: the greatest difference between the shares of values up to the end of each bin. Bins are in the order of
 * their values; what differs within a bin is not seen. Undefined where a sample is empty.
 * N. Smirnov, Table for estimating the goodness of fit of empirical distributions, Annals of Mathematical Statistics 19 (1948), 279-281.
 */
export const sampleDistance = (bins: BinCounts): SampleDistance | undefined => {
  const earlier = bins.reduce((sum, [count]) => sum + count, 0);
  const now = bins.reduce((sum, [, count]) => sum + count, 0);
  if (earlier === 0 || now === 0) return undefined;
  let [before, after, distance] = [0, 0, 0];
  for (const [one, two] of bins) {
    before += one;
    after += two;
    distance = Math.max(distance, Math.abs(before / earlier - after / now));
  }
  return { distance, earlier, now };
};

/**
 * How likely chance alone puts two samples of the same distribution at least so far apart. By the limit distribution, with the correction for small samples of
 * M. A. Stephens, Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics, Journal of the Royal Statistical Society B 32 (1970), 115-122.
 */
export const chanceOf = ({ distance, earlier, now }: SampleDistance): number => {
  const root = Math.sqrt((earlier * now) / (earlier + now));
  return limitTail((root + 0.12 + 0.11 / root) * distance);
};

/** 1 - L(z) of Smirnov's table: 2 Σ (-1)^(k-1) exp(-2 k² z²). */
export const limitTail = (z: number): number => {
  if (z < 0.2) return 1; // by less than 1e-12
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * z * z);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
};
