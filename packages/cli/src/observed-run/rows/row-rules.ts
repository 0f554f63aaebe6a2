import { ledgerColumns, type Ledger } from '@sightglass/model';
import { createRequire } from 'node:module';
import type { parse } from 'yaml';

/** Few programs have a file of rules, and all would wait for it. */
const parseYaml = (text: string): unknown =>
  (createRequire(import.meta.url)('yaml') as { parse: typeof parse }).parse(text);

export type LedgerColumn = keyof Ledger;

/** How lines of a program count its rows. */
export interface RowRule {
  /** As it was written. */
  readonly text: string;
  /** The file it is in, as given: `@rules.yaml`. */
  readonly file?: string;
  /** Each group is a count; `columns` names them in order. */
  readonly pattern?: RegExp;
  readonly columns: readonly LedgerColumn[];
  /** Fields of the record that hold the counts, in the order of `columns`. */
  readonly keys?: readonly string[];
  /** Fields, or `message`, that must have these values. */
  readonly when?: Readonly<Record<string, string>>;
  /** Counts of all lines are added up; otherwise the latest line holds the totals. */
  readonly isAdded: boolean;
}

export class RowRuleError extends Error {
  override readonly name = 'RowRuleError';
}

/** What programs call the ways of a row. */
const words: Readonly<Record<LedgerColumn, RegExp>> = {
  read: /^(?:read|extracted|fetched|received|consumed|rows_?in|rows_?read|input)$/i,
  written: /^(?:written|wrote|loaded|inserted|upserted|copied|saved|stored|rows_?out|rows_?written|output)$/i,
  rejected: /^(?:rejected|invalid|bad|failed|errors?|rows_?rejected)$/i,
  filtered: /^(?:filtered|skipped|ignored|rows_?filtered)$/i,
  deduplicated: /^(?:deduplicated|duplicates?|dupes|rows_?deduplicated)$/i,
  unmatched: /^(?:unmatched|orphans?|rows_?unmatched)$/i,
};

const columnOf = (word: string): LedgerColumn | undefined => ledgerColumns.find((column) => words[column].test(word));

/** A rule as it is written on a command line: a pattern with groups, or `column=key` pairs of JSON lines. */
export const parseRowRule = (text: string, isAdded = false): RowRule =>
  text.includes('(') ? patternRule(text, isAdded) : keysRule(pairsIn(text), isAdded);

const pairsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(',').map((pair) => {
      const [column = '', key = column] = pair.split('=').map((part) => part.trim());
      return [column, key];
    }),
  );

const keysRule = (pairs: Readonly<Record<string, unknown>>, isAdded: boolean): RowRule => {
  const unknown = Object.keys(pairs).find((column) => !isColumn(column));
  if (unknown !== undefined || Object.keys(pairs).length === 0)
    throw new RowRuleError(`"${unknown ?? ''}" is not one of ${ledgerColumns.join(', ')}. Write read=KEY,written=KEY.`);
  const text = Object.entries(pairs)
    .map(([column, key]) => `${column}=${String(key)}`)
    .join(',');
  return { text, columns: Object.keys(pairs).filter(isColumn), keys: Object.values(pairs).map(String), isAdded };
};

const isColumn = (text: string): text is LedgerColumn => ledgerColumns.some((column) => column === text);

const patternRule = (source: string, isAdded: boolean): RowRule => {
  const pattern = compile(source);
  const named = [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name);
  const names = named.length > 0 ? named : namesByWords(source);
  const columns = names.map((name) => {
    const column = columnOf(name);
    if (column === undefined)
      throw new RowRuleError(
        `"${source}" does not name what its groups count. Name them: (?<read>\\d+), or any of ${ledgerColumns.join(', ')}.`,
      );
    return column;
  });
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice !== undefined) throw new RowRuleError(twoGroups(source, twice, names));
  if (columns.length === 0) throw new RowRuleError(`"${source}" has no group that counts, such as read=(\\d+).`);
  return { text: source, pattern, columns, isAdded };
};

/** Words beside groups are easily taken for what they count. */
const twoGroups = (source: string, twice: LedgerColumn, names: readonly string[]): string => {
  const taken = names.flatMap((name, at) => (columnOf(name) === twice ? [`"${name}" of group ${at + 1}`] : []));
  return `"${source}" has two groups for "${twice}": ${taken.join(' and ')} ${taken.length === 2 ? 'both' : 'all'} count rows that were ${twice}. Name the groups instead: (?<read>\\d+), (?<written>\\d+).`;
};

const compile = (source: string): RegExp => {
  try {
    return new RegExp(source);
  } catch (error) {
    throw new RowRuleError(`"${source}" is not a regular expression: ${(error as Error).message}.`, { cause: error });
  }
};

/** Of each group the nearest word before it that names a column, since the group before; or the first after it. */
const namesByWords = (source: string): string[] => {
  const groups = [...source.matchAll(/(?<!\\)\((?!\?)[^()]*\)/g)];
  return groups.map((group, at) => {
    const previous = groups[at - 1];
    const before = source.slice(previous === undefined ? 0 : previous.index + previous[0].length, group.index);
    const after = source.slice(group.index + group[0].length, groups[at + 1]?.index);
    return wordsIn(before).findLast(isWord) ?? wordsIn(after).find(isWord) ?? '';
  });
};

const wordsIn = (text: string): string[] => text.replaceAll(/\\[a-zA-Z]/g, ' ').match(/[A-Za-z]\w*/g) ?? [];
const isWord = (word: string): boolean => columnOf(word) !== undefined;

/**
 * The rules of a file, YAML or JSON: a list, or `rules:`, of `line:` (a pattern) or `keys:` (column: key), with `when:` (key:
 * value) and `add: true`.
 */
export const parseRowRules = (text: string): RowRule[] => {
  const document: unknown = parseYaml(text);
  const list = Array.isArray(document) ? document : (document as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(list))
    throw new RowRuleError('It has no list of rules. Write "- line: read=(\\d+)" in a line of its own.');
  return list.map((entry: unknown, at) => {
    try {
      return ruleOf(entry);
    } catch (error) {
      throw new RowRuleError(`Rule ${at + 1}: ${(error as Error).message}`, { cause: error });
    }
  });
};

const ruleOf = (entry: unknown): RowRule => {
  const { line, keys, when, add, ...rest } = (entry ?? {}) as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new RowRuleError(`"${unknown}" is unknown. A rule has line or keys, when and add.`);
  const conditions =
    typeof when === 'object' && when !== null
      ? { when: Object.fromEntries(Object.entries(when).map(([key, value]) => [key, String(value)])) }
      : {};
  if (typeof line === 'string') return { ...patternRule(line, add === true), ...conditions };
  if (typeof keys === 'object' && keys !== null)
    return { ...keysRule(keys as Record<string, unknown>, add === true), ...conditions };
  throw new RowRuleError('It has neither line nor keys.');
};
