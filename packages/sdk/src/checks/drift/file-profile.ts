import { z } from 'zod';
import type { Contract } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { isNumber } from '../expression/compile.ts';
import type { ColumnState } from '../profile/column-state.ts';
import { secretColumns } from '../secret-columns.ts';

const count = z.number().nonnegative();
const histogram = z.object({ exponent: z.number(), first: z.number(), counts: z.array(count) });

const columnShape = z.object({
  name: z.string(),
  nulls: count,
  distinct: count,
  /** Of numbers, or of the lengths of texts; not of personal data. */
  histogram: histogram.optional(),
  /** Of numbers: by their size. */
  logs: z.array(z.tuple([z.number(), count])).optional(),
  /** Of texts: the most frequent, and how many others. */
  words: z.object({ top: z.array(z.tuple([z.string(), count])), others: count }).optional(),
});

/** What is kept of a checked file, for later ones to be compared with. */
export const fileProfileShape = z.object({
  version: z.literal(1),
  file: z.string(),
  bytes: count,
  modifiedAt: z.string(),
  checkedAt: z.string(),
  rows: count,
  columns: z.array(columnShape),
});
export type FileProfile = z.output<typeof fileProfileShape>;
export type ColumnDigest = FileProfile['columns'][number];

/** Beyond, a profile would grow with what is in the file. */
const mostWords = 50;
const longestWord = 100;

/** Names and states are those of the columns, in the same order. */
export const columnDigests = (
  names: readonly string[],
  states: readonly ColumnState[],
  rows: number,
  contract: Contract,
): ColumnDigest[] => {
  const isSecret = secretColumns(contract);
  const typeOf = new Map(contract.columns.map(({ name, type }) => [name, columnTypeOf(type)]));
  return names.map((name, index): ColumnDigest => {
    const state = states[index]!;
    const type = typeOf.get(name) ?? 'string';
    const isOfTime = type === 'date' || type === 'time' || type === 'timestamp';
    const { sketch, size } = state.dictionary;
    const own = { name, nulls: state.nulls, distinct: sketch?.estimate() ?? size };
    if (isSecret(name) || isOfTime) return own;
    const { exponent, first, counts, isEmpty } = state.histogram;
    const numbers = isEmpty ? {} : { histogram: { exponent, first, counts: [...counts] } };
    return isNumber(type)
      ? { ...own, ...numbers, logs: [...(state.logs?.counts ?? [])] }
      : { ...own, ...numbers, ...wordsOf(state, rows) };
  });
};

/** Nothing of a column whose texts hardly ever come twice. */
const wordsOf = (
  { dictionary: { texts, counts, isFull }, nulls }: ColumnState,
  rows: number,
): Pick<ColumnDigest, 'words'> => {
  const values = rows - nulls;
  if (isFull || texts.length * 2 > values) return {};
  const all = texts.map((text, entry): [string, number] => [text.slice(0, longestWord), counts[entry]!]);
  const top = all.toSorted(([, one], [, two]) => two - one).slice(0, mostWords);
  return { words: { top, others: Math.max(0, values - top.reduce((sum, [, own]) => sum + own, 0)) } };
};
