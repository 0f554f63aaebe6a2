import { type ColumnRules, columnTypeOf, type Contract, integerRanges, lineColumn } from '@sightglass/model/contract';
import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { planColumn } from '../columns/column-plan.ts';
import { digitsIn } from '../columns/exact-decimal.ts';
import { createNullFinder, type NullFinder } from '../columns/nulls.ts';
import type { ColumnParser } from '../columns/numbers.ts';
import { plainNumber } from '../columns/plain-number.ts';

/** A column of a table of the engine. */
export interface SqlColumn {
  readonly name: string;
  /** Place among the fields of the file. */
  readonly field: number;
  readonly type: string;
  readonly findNulls: NullFinder;
  readonly parse: ColumnParser | undefined;
  /** The value of a row as the engine reads it; undefined for one that is not of the type. */
  readonly write: (batch: ColumnBatch, row: number) => string | undefined;
}

/** Called for a number that has too many digits for an exact column. */
export type OnInexact = (column: string) => void;

/** Decimals and digits before them that a column of numbers holds. */
const scale = 18;
const digits = 76;

/**
 * The columns of a file, typed as the contract declares them and text where it does not. Those in `doubles` hold numbers that no exact type
 * holds. Names that came before, and that of the line, are left out.
 */
export const sqlColumns = (
  names: readonly string[],
  contract: Contract,
  doubles: ReadonlySet<string>,
  onInexact: OnInexact,
): SqlColumn[] => {
  const rulesOf = new Map(contract.columns.map((rules) => [rules.name, rules]));
  const taken = new Set(['', lineColumn]);
  return [...names.entries()].flatMap(([field, name]): SqlColumn[] => {
    if (taken.has(name)) return [];
    taken.add(name);
    const rules = rulesOf.get(name);
    const findNulls = createNullFinder(rules?.nulls ?? contract.format.nulls);
    const written = rules === undefined ? text : writerOf(rules, doubles.has(name), () => onInexact(name));
    return [{ name, field, findNulls, ...written }];
  });
};

type Written = Pick<SqlColumn, 'type' | 'parse' | 'write'>;

const text: Written = { type: 'String', parse: undefined, write: (batch, row) => escaped(textAt(batch, row)) };

const writerOf = (rules: ColumnRules, isDouble: boolean, onInexact: () => void): Written => {
  switch (columnTypeOf(rules.type)) {
    case 'integer':
      return numbers(rules, isDouble ? 'Float64' : integerType(rules.type), { most: digits, decimals: 0 }, onInexact);
    case 'number':
      return numbers(
        rules,
        isDouble ? 'Float64' : `Decimal(${digits}, ${scale})`,
        { most: digits - scale, decimals: scale },
        onInexact,
      );
    case 'boolean':
      return { type: 'Bool', parse: undefined, write: booleans(rules) };
    case 'date':
      return times(rules, 'Date32', (ms) => isoOf(ms).slice(0, 10));
    case 'timestamp':
      return times(
        rules,
        "DateTime64(6, 'UTC')",
        (ms, own) => isoOf(ms).replace('T', ' ').slice(0, 23) + microsOf(own),
      );
    default:
      return text;
  }
};

/** Sums and products of an integer stay exact in a type twice its width. */
const integerType = (type: ColumnRules['type']): string => {
  if (!(type in integerRanges)) return 'Int256';
  const [, most = ''] = integerRanges[type] ?? [];
  return most.length > 10 ? 'Int128' : 'Int64';
};

interface Room {
  readonly most: number;
  readonly decimals: number;
}

const numbers = (rules: ColumnRules, type: string, room: Room, onInexact: () => void): Written => ({
  type,
  parse: planColumn(rules, []).parse,
  write: (batch, row) => {
    if (Number.isNaN(batch.scratch.values[row]!)) return undefined;
    const plain = plainNumber(textAt(batch, row), rules);
    if (type === 'Float64') return String(Number(plain));
    const { whole, decimals } = plain.length <= scale && !/e/iu.test(plain) ? fits : digitsIn(plain);
    if (whole <= room.most && decimals <= room.decimals)
      return isWithin(type, plain) ? plain.replace(/^\+/u, '') : undefined;
    onInexact();
    return undefined;
  },
});
const fits = { whole: 0, decimals: 0 };

/** An integer beyond the width it is declared with is not of its type. */
const isWithin = (type: string, plain: string): boolean => {
  if (type !== 'Int64' && type !== 'Int128') return true;
  return plain.length <= (type === 'Int64' ? 18 : 38);
};

const booleans = ({ trueWords = [], falseWords = [] }: ColumnRules): SqlColumn['write'] => {
  const isOwn = trueWords.length + falseWords.length > 0;
  const lower = (words: readonly string[]): Set<string> => new Set(words.map((word) => word.toLowerCase()));
  const yes = isOwn ? lower(trueWords) : lower(['true', 't', 'yes', 'y', '1']);
  const no = isOwn ? lower(falseWords) : lower(['false', 'f', 'no', 'n', '0']);
  return (batch, row) => {
    const word = textAt(batch, row).toLowerCase();
    return yes.has(word) ? 'true' : no.has(word) ? 'false' : undefined;
  };
};

/** The engine reads dates beyond these as these, in a query too. */
const leastMs = Date.UTC(1900, 0, 1);
const mostMs = Date.UTC(2299, 11, 31, 23, 59, 59, 999);

const times = (rules: ColumnRules, type: string, write: (ms: number, own: string) => string): Written => ({
  type,
  parse: planColumn(rules, []).parse,
  write: (batch, row) => {
    const ms = batch.scratch.values[row]!;
    if (Number.isNaN(ms)) return undefined;
    return write(Math.min(mostMs, Math.max(leastMs, ms)), rules.format === undefined ? textAt(batch, row) : '');
  },
});

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Digits behind the milliseconds, which times in milliseconds lack. */
const microsOf = (own: string): string => (/\.\d{3}(\d{1,3})/u.exec(own)?.[1] ?? '').padEnd(3, '0');

const special = /[\\\t\n\r\0]/gu;
const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\0': String.raw`\0`,
};

const escaped = (given: string): string => given.replaceAll(special, (sign) => escapes[sign]!);
