import type { ColumnDigest, Contract, FileProfile } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { isNumber } from '../expression/compile.ts';
import type { ColumnState } from '../profile/column-state.ts';
import { secretColumns } from '../secret-columns.ts';

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
  const all = texts.all().map((text, entry): [string, number] => [text.slice(0, longestWord), counts[entry]!]);
  const top = all.toSorted(([, one], [, two]) => two - one).slice(0, mostWords);
  return { words: { top, others: Math.max(0, values - top.reduce((sum, [, own]) => sum + own, 0)) } };
};

/** Beyond, what is kept of the columns is lessened: their words first, and their counts at last. */
const mostBytes = 256 << 10;

/** The profile as text, as it is reported. */
export const profileText = (profile: FileProfile): string => {
  const lessened = (...left: readonly (keyof ColumnDigest)[]): string =>
    JSON.stringify({
      ...profile,
      columns: profile.columns.map((column) =>
        Object.fromEntries(Object.entries(column).filter(([key]) => !left.some((one) => one === key))),
      ),
    });
  const texts = [() => JSON.stringify(profile), () => lessened('words'), () => lessened('words', 'logs')];
  return (
    texts.map((write) => write()).find((text) => text.length <= mostBytes) ?? lessened('words', 'logs', 'histogram')
  );
};
