import type { ColumnDigest } from '@sightglass/model/contract';
import type { BinCounts } from './stability-index.ts';

/** A column in this file and in those of the earlier ones that have it, with the rows of each. */
export interface Pair {
  readonly now: ColumnDigest;
  readonly rows: number;
  readonly earlier: readonly { readonly column: ColumnDigest; readonly rows: number }[];
}

/**
 * The pair with those earlier files only whose values can be compared with those of this one; undefined where there are none, as of times and personal data,
 * of numbers that were texts before, and where no file has a value.
 */
export const comparable = (pair: Pair): Pair | undefined => {
  const { now, rows } = pair;
  const isOfNumbers = now.logs !== undefined;
  const earlier = pair.earlier.filter(
    ({ column, rows: all }) =>
      readableIn(column, all) !== undefined && (isOfNumbers ? column.words : column.logs) === undefined,
  );
  if (earlier.length === 0 || readableIn(now, rows) === undefined) return undefined;
  const left = { now, rows, earlier };
  const [, [before, after]] = readableBins(left);
  return before + after === 0 ? undefined : left;
};

/** Rows without a value that can be read as the type of the column, and rows with one, in earlier files and in this one. */
export const readableBins = ({ now, rows, earlier }: Pair): readonly [BinCounts[number], BinCounts[number]] => {
  const before = totalOf(earlier.map(({ column, rows: all }) => readableIn(column, all) ?? 0));
  const after = readableIn(now, rows) ?? 0;
  return [
    [Math.max(0, totalOf(earlier.map(({ rows: all }) => all)) - before), Math.max(0, rows - after)],
    [before, after],
  ];
};

/** Undefined where the digest does not hold it. */
const readableIn = ({ logs, histogram, nulls }: ColumnDigest, rows: number): number | undefined => {
  if (logs !== undefined) return totalOf(logs.map(([, count]) => count));
  if (histogram !== undefined) return totalOf(histogram.counts);
  return nulls === rows ? 0 : undefined;
};

/** A share below is taken for it: that a few rows lose their value is for the rule "nulls". */
const leastShare = 0.01;

/** The population stability index of rows with and without a readable value, less what chance makes of it in small files. */
export const readableIndex = (pair: Pair): number => {
  const bins = readableBins(pair);
  const [before, after] = [totalOf(bins.map(([one]) => one)), totalOf(bins.map(([, two]) => two))];
  const index = bins.reduce((sum, [earlier, now]) => {
    const [one, two] = [Math.max(leastShare, earlier / before), Math.max(leastShare, now / after)];
    return sum + (two - one) * Math.log(two / one);
  }, 0);
  return Math.max(0, index - (1 / before + 1 / after));
};

/** `0% of the rows with a number, usually 100%`. */
export const readableWords = (pair: Pair): string => {
  const [[emptyBefore, emptyNow], [before, after]] = readableBins(pair);
  const share = (count: number, empty: number): string => `${Math.round((count / (count + empty)) * 10_000) / 100}%`;
  const what = pair.now.logs === undefined ? 'value' : 'number';
  return `${share(after, emptyNow)} of the rows with a ${what}, usually ${share(before, emptyBefore)}`;
};

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
