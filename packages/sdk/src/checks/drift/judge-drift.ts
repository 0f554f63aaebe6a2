import { countOf } from '@sightglass/model/words/count';
import type { ColumnDigest, DriftExpectation, DriftRule, FileProfile } from '@sightglass/model/contract';
import { Histogram } from '../profile/histogram.ts';
import { LogCounts } from '../profile/log-counts.ts';
import { comparable, type Pair, readableBins, readableIndex, readableWords } from './column-shares.ts';
import { chanceOf, sampleDistance, type SampleDistance } from './kolmogorov-smirnov.ts';
import { type BinCounts, stabilityIndex } from './stability-index.ts';

/** What of a file differs from earlier ones by more than it may: one sentence each. */
export interface JudgedDrift {
  readonly broken: readonly string[];
  /** Columns that were compared, or 1. */
  readonly checked: number;
  readonly detail: string;
  /** Why nothing could be compared. */
  readonly skipped?: string;
}

/** Compares a file with earlier ones, of which there is at least one. */
export const judgeDrift = (
  { rule, limit, rules }: DriftExpectation,
  now: FileProfile,
  earlier: readonly FileProfile[],
): JudgedDrift => {
  if (rule === 'rows') return rowsDrift(Number.parseFloat(String(limit)), now, earlier);
  const kept = (profile: FileProfile): FileProfile => ({
    ...profile,
    columns: profile.columns.filter(({ name }) => !rules.except.includes(name)),
  });
  const [current, others] = [kept(now), earlier.map(kept)];
  if (rule === 'columns') return columnsDrift(current, others);
  const pairs = pairedColumns(current, others);
  const most = typeof limit === 'number' ? limit : Number.parseFloat(String(limit));
  const numbers = rule === 'distance' ? pairs.filter(({ now }) => now.logs !== undefined) : pairs;
  const compared = ofValues.has(rule) ? numbers.flatMap((pair) => comparable(pair) ?? []) : pairs;
  const detail = `${countOf(compared.length, 'column')} compared with ${countOf(earlier.length, 'file')}`;
  if (compared.length === 0) return { broken: [], checked: 1, detail, skipped: nothingCompared(rule, now) };
  const found = compared.map((pair) => drifted[rule](pair, most));
  return { broken: found.flatMap((words) => words ?? []), checked: compared.length, detail };
};

const ofValues: ReadonlySet<DriftRule> = new Set(['distribution', 'distance']);

const nothingCompared = (rule: ColumnRule, { rows }: FileProfile): string => {
  if (rows === 0) return 'the file has no rows';
  const what = rule === 'distance' ? ' of numbers' : '';
  return `no column${what} has values to compare with those of earlier files`;
};

const pairedColumns = (current: FileProfile, others: readonly FileProfile[]): Pair[] =>
  current.columns.flatMap((now): Pair[] => {
    const earlier = others.flatMap(({ rows, columns }) => {
      const column = columns.find(({ name }) => name === now.name);
      return column === undefined || rows === 0 ? [] : [{ column, rows }];
    });
    return earlier.length === 0 || current.rows === 0 ? [] : [{ now, rows: current.rows, earlier }];
  });

const rowsDrift = (most: number, now: FileProfile, earlier: readonly FileProfile[]): JudgedDrift => {
  const usual = median(earlier.map(({ rows }) => rows));
  const detail = `${countOf(now.rows, 'row')}, usually ${shown(usual)}`;
  return { broken: differsBy(now.rows, usual) > most ? [detail] : [], checked: 1, detail };
};

/** A column is usual when most earlier files have it. */
const columnsDrift = (current: FileProfile, others: readonly FileProfile[]): JudgedDrift => {
  const times = new Map<string, number>();
  for (const { columns } of others) for (const { name } of columns) times.set(name, (times.get(name) ?? 0) + 1);
  const isUsual = (name: string): boolean => (times.get(name) ?? 0) * 2 > others.length;
  const present = new Set(current.columns.map(({ name }) => name));
  const gone = [...times.keys()].filter((name) => isUsual(name) && !present.has(name));
  const fresh = [...present].filter((name) => !isUsual(name));
  return {
    broken: [...gone.map((name) => `${name} is gone`), ...fresh.map((name) => `${name} is new`)],
    checked: Math.max(1, present.size + gone.length),
    detail: `${countOf(present.size, 'column')} as usual`,
  };
};

type ColumnRule = Exclude<DriftRule, 'rows' | 'columns'>;

/** What is wrong with a column, if anything. */
const drifted: Readonly<Record<ColumnRule, (pair: Pair, most: number) => string | undefined>> = {
  nulls: ({ now, rows, earlier }, most) => {
    const share = (now.nulls / rows) * 100;
    const usual = median(earlier.map(({ column, rows: all }) => (column.nulls / all) * 100));
    return Math.abs(share - usual) > most ? `${now.name} ${shown(share)}%, usually ${shown(usual)}%` : undefined;
  },
  distinct: ({ now, earlier }, most) => {
    const usual = median(earlier.map(({ column }) => column.distinct));
    return differsBy(now.distinct, usual) > most
      ? `${now.name} ${shown(now.distinct)}, usually ${shown(usual)}`
      : undefined;
  },
  distribution: (pair, most) => {
    const { now, earlier } = pair;
    const columns = earlier.map(({ column }) => column);
    const index = Math.max(
      stabilityIndex(histogramBins(now, columns)),
      stabilityIndex(logBins(now, columns)),
      stabilityIndex(wordBins(now, columns)),
    );
    if (index > most) return `${now.name} ${shown(index)}`;
    return readableIndex(pair) > most ? `${now.name} ${readableWords(pair)}` : undefined;
  },
  distance: (pair, most) => {
    const { now, earlier } = pair;
    const columns = earlier.map(({ column }) => column);
    const found = [histogramBins(now, columns), logBins(now, columns)].flatMap((bins) => sampleDistance(bins) ?? []);
    const [farthest] = found.toSorted((one, two) => two.distance - one.distance);
    if (isApart(farthest, most)) return `${now.name} ${shown(farthest.distance)}`;
    return isApart(sampleDistance(readableBins(pair)), most) ? `${now.name} ${readableWords(pair)}` : undefined;
  },
};

/** In small files, a distance that is more likely is chance. */
const leastChance = 0.001;

const isApart = (found: SampleDistance | undefined, most: number): found is SampleDistance =>
  found !== undefined && found.distance > most && chanceOf(found) < leastChance;

const histogramBins = (now: ColumnDigest, earlier: readonly ColumnDigest[]): BinCounts => {
  if (now.histogram === undefined) return [];
  const [before, after] = [new Histogram(), histogramOf(now.histogram)];
  for (const { histogram } of earlier) if (histogram !== undefined) before.merge(histogramOf(histogram));
  const grid = new Histogram();
  grid.merge(before);
  grid.merge(after);
  const [one, two] = [before.countsOn(grid), after.countsOn(grid)];
  return [...one].map((count, bin) => [count, two[bin]!] as const).filter(([left, right]) => left + right > 0);
};

const histogramOf = ({ counts, ...own }: NonNullable<ColumnDigest['histogram']>): Histogram =>
  Object.assign(new Histogram(), own, { counts: Float64Array.from(counts), isEmpty: false });

const logBins = (now: ColumnDigest, earlier: readonly ColumnDigest[]): BinCounts => {
  if (now.logs === undefined) return [];
  const [before, after] = [new LogCounts(), new LogCounts(now.logs)];
  for (const { logs } of earlier) before.merge(logs ?? []);
  const bins = [...new Set([...before.counts.keys(), ...after.counts.keys()])].toSorted((one, two) => one - two);
  return bins.map((bin) => [before.counts.get(bin) ?? 0, after.counts.get(bin) ?? 0] as const);
};

/** The most frequent words of earlier files and of this one, the most frequent first, and the others together. */
const wordBins = (now: ColumnDigest, earlier: readonly ColumnDigest[]): BinCounts => {
  const all = earlier.flatMap(({ words }) => words ?? []);
  if (all.length === 0) return [];
  const before = new Map<string, number>();
  for (const { top } of all) for (const [word, count] of top) before.set(word, (before.get(word) ?? 0) + count);
  const others = all.reduce((sum, own) => sum + own.others, 0);
  const current = now.words ?? otherWords(now, [...before.values()], others);
  if (current === undefined) return [];
  const after = new Map(current.top);
  const bins = [...new Set([...before.keys(), ...after.keys()])]
    .map((word) => [before.get(word) ?? 0, after.get(word) ?? 0] as const)
    .toSorted(([one], [two]) => two - one);
  return [...bins, [others, current.others]];
};

/** Texts that hardly ever come twice are all others, where most earlier ones were among the most frequent. */
const otherWords = (
  { histogram }: ColumnDigest,
  frequent: readonly number[],
  others: number,
): ColumnDigest['words'] => {
  const counted = frequent.reduce((sum, count) => sum + count, 0);
  if (counted < others) return undefined;
  return { top: [], others: histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0 };
};

/** In percent of what is usual. */
const differsBy = (count: number, usual: number): number => {
  if (count === usual) return 0;
  return usual === 0 ? Infinity : (Math.abs(count - usual) / usual) * 100;
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, two) => one - two);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

const shown = (value: number): string => String(Math.round(value * 100) / 100);
