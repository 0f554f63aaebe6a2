/** How often each bin of a column came, in earlier files and in this one, in the order of the bins. */
export type BinCounts = readonly (readonly [earlier: number, now: number])[];

const mostBins = 10;

/**
 * The population stability index, sum of (p - q) ln(p / q) over bins of about equal size in earlier files, less what chance makes of it in
 * small files; 0 where there is nothing to compare.
 */
export const stabilityIndex = (bins: BinCounts): number => {
  const joined = joinedBins(bins);
  const [before, after] = [totalOf(joined, 0), totalOf(joined, 1)];
  if (before === 0 || after === 0 || joined.length < 2) return 0;
  const index = joined.reduce((sum, [earlier, now]) => {
    const one = shareOf(earlier, before, joined.length);
    const two = shareOf(now, after, joined.length);
    return sum + (two - one) * Math.log(two / one);
  }, 0);
  return Math.max(0, index - (joined.length - 1) * (1 / before + 1 / after));
};

/** An empty bin is half a value, so that the logarithm is finite. */
const shareOf = (count: number, total: number, bins: number): number => (count + 0.5) / (total + 0.5 * bins);

const totalOf = (bins: BinCounts, side: 0 | 1): number => bins.reduce((sum, bin) => sum + bin[side], 0);

/** Neighbours are joined until each holds a tenth of earlier values, or of those of now where earlier files have none. */
const joinedBins = (bins: BinCounts): BinCounts => {
  const [before, after] = [totalOf(bins, 0), totalOf(bins, 1)];
  const joined: [number, number][] = [];
  let isFull = true;
  for (const [earlier, now] of bins) {
    const last = joined.at(-1);
    if (isFull || last === undefined) joined.push([earlier, now]);
    else {
      last[0] += earlier;
      last[1] += now;
    }
    const [one, two] = joined.at(-1)!;
    isFull = one * mostBins >= before || two * mostBins >= after;
  }
  if (!isFull && joined.length > 1) {
    const [earlier, now] = joined.pop()!;
    joined.at(-1)![0] += earlier;
    joined.at(-1)![1] += now;
  }
  return joined;
};
