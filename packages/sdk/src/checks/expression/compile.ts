import { Environment } from '@marcbachmann/cel-js';
import type { ColumnType } from '@sightglass/model/contract';
import { ContractError } from '../contract/contract-error.ts';
import { type NumberKind, withNumbers } from './numbers.ts';
import type { Rational } from './rational.ts';
import { givenName, identifierOf, inCel, quotedText, withoutNull } from './words.ts';

export type Value = string | number | boolean | Date | Rational | null;
export type Evaluate = (row: Readonly<Record<string, Value>>) => unknown;

interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const celTypes: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  uuid: 'string',
  boolean: 'bool',
  integer: 'double',
  number: 'double',
  time: 'double',
  date: 'google.protobuf.Timestamp',
  timestamp: 'google.protobuf.Timestamp',
};

export const isNumber = (type: ColumnType): boolean => type === 'integer' || type === 'number';

/** Raises ContractError when it is no expression, whatever columns there are. */
export const proveSyntax = (source: string): void => {
  try {
    new Environment().parse(inCel(source, []));
  } catch (error) {
    throw notUsable(source, error);
  }
};

/** Raises ContractError that shows where the expression is wrong. */
export const compileCel = (source: string, columns: readonly TypedColumn[], kind: NumberKind): Evaluate => {
  const environment = withNumbers(withTexts(new Environment()), kind);
  for (const { name, type } of columns) {
    environment.registerVariable(identifierOf(name), isNumber(type) ? kind : celTypes[type]);
    environment.registerVariable(givenName(identifierOf(name)), 'bool');
  }
  try {
    const parsed = environment.parse(withoutNull(inCel(source, columns)));
    const { valid, type, error } = parsed.check();
    if (!valid) throw error ?? new Error('it has no type');
    if (type !== 'bool') throw new Error(`it is a ${String(type)} and must be true or false`);
    return parsed as Evaluate;
  } catch (error) {
    throw notUsable(source, error);
  }
};

const withTexts = (environment: Environment): Environment =>
  environment
    .registerFunction('length(string): int', (text: string) => BigInt(Array.from(text).length))
    .registerFunction('lower(string): string', (text: string) => text.toLowerCase())
    .registerFunction('upper(string): string', (text: string) => text.toUpperCase())
    .registerFunction('date(string): google.protobuf.Timestamp', (text: string) => {
      const day = new Date(text);
      if (Number.isNaN(day.getTime())) throw new RangeError(`"${text}" is not a date; write 2026-11-29`);
      return day;
    });

const notUsable = (source: string, error: unknown): ContractError => {
  const advice = otherSigns.find(([sign]) => sign.test(source.replaceAll(quotedText, '""')))?.[1];
  const message = advice === undefined ? (error as Error).message : advice;
  return new ContractError(`expression "${source}": ${message}`, { cause: error });
};

/** Signs of SQL that CEL does not have, and what to write. */
const otherSigns: readonly (readonly [RegExp, string])[] = [
  [/(?<![=!<>])=(?!=)/u, 'write == to compare, not ='],
  [/===|!==/u, 'write == or != to compare'],
  [/<>/u, 'write != and not <>'],
];
