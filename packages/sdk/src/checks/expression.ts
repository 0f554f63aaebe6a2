import { Environment } from '@marcbachmann/cel-js';
import type { ColumnType } from '@sightglass/model/contract';
import { type ColumnBatch, textAt } from './columns/column-batch.ts';
import { ContractError } from './contract/contract-error.ts';

/** A condition on a row. */
export interface CompiledExpression {
  /** Takes the values of a column, if the condition is about it. */
  add(batch: ColumnBatch): void;
  /**
   * Calls `broke` for each row for which it is false. Where a column it names has no value, it holds, as an SQL CHECK does, unless it
   * compares the column with null.
   */
  judge(rows: number, broke: (row: number) => void): void;
  /** Whether it is true for a row; it is not where a column it names has no value. */
  isMet(row: number): boolean;
}

interface ExpressionColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Words for true, where they are not the usual ones. */
  readonly trueWords?: readonly string[] | undefined;
}

type Value = string | number | boolean | Date | null;

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

/** Name of a column inside an expression. */
export const identifierOf = (name: string): string => name.replaceAll(/\W/gu, '_');

const quotedText = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu;

/** Those of the columns that the expression is about. */
export const columnsNamed = <T extends { readonly name: string }>(source: string, columns: readonly T[]): T[] => {
  const words = new Set(source.replaceAll(quotedText, '').match(/[A-Za-z_]\w*/gu));
  return columns.filter(({ name }) => words.has(identifierOf(name)));
};

/** Raises ContractError that shows where the expression is wrong. */
export const compileExpression = (source: string, columns: readonly ExpressionColumn[]): CompiledExpression => {
  const named = new Set(columnsNamed(source, columns));
  const compared = new Set(comparedWithNull(source));
  const used = [...columns.entries()].filter(([, column]) => named.has(column));
  const holds = parse(source, columns);
  const taken = new Map<number, Value[]>();
  const row: Record<string, Value> = {};
  /** Whether the row has what the expression needs. */
  const fill = (at: number): boolean => {
    let isComplete = true;
    for (const [index, { name }] of used) {
      const identifier = identifierOf(name);
      const value = taken.get(index)?.[at] ?? null;
      row[identifier] = value;
      row[givenName(identifier)] = value !== null;
      if (value === null && !compared.has(identifier)) isComplete = false;
    }
    return isComplete;
  };
  return {
    add: (batch) => {
      const own = used.find(([index]) => index === batch.column)?.[1];
      if (own === undefined) return;
      taken.set(
        batch.column,
        Array.from({ length: batch.table.rows }, (_, at) => valueAt(batch, at, own)),
      );
    },
    judge: (rows, broke) => {
      for (let at = 0; at < rows; at += 1) if (fill(at) && !isTrue(holds, row)) broke(at);
    },
    isMet: (at) => fill(at) && isTrue(holds, row),
  };
};

const nullComparison =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b([A-Za-z_]\w*)\s*([=!])=\s*null\b|\bnull\s*([=!])=\s*([A-Za-z_]\w*)/gu;

/** Whether a column has a value is a variable of its own: CEL compares nothing but null with null. */
const givenName = (identifier: string): string => `${identifier}__given`;

const comparedWithNull = (source: string): string[] =>
  [...source.matchAll(nullComparison)].flatMap(([, one, , , two]) => one ?? two ?? []);

const withoutNull = (source: string): string =>
  source.replaceAll(nullComparison, (text: string, one?: string, sign?: string, otherSign?: string, two?: string) => {
    const name = one ?? two;
    return name === undefined ? text : `(${(sign ?? otherSign) === '=' ? '!' : ''}${givenName(name)})`;
  });

type Evaluate = (row: Record<string, Value>) => unknown;

const isTrue = (holds: Evaluate, row: Record<string, Value>): boolean => {
  try {
    return holds(row) === true;
  } catch {
    return false;
  }
};

/** Columns of numbers are doubles, numbers without a point are ints: CEL has no operators for both, or for a remainder of doubles. */
const mixedNumbers = (environment: Environment): Environment => {
  const operators = {
    '+': (one: number, two: number) => one + two,
    '-': (one: number, two: number) => one - two,
    '*': (one: number, two: number) => one * two,
    '/': (one: number, two: number) => one / two,
    '%': (one: number, two: number) => one % two,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (one: unknown, two: unknown): number => apply(Number(one), Number(two));
    environment.registerOperator(`double ${sign} int`, mixed).registerOperator(`int ${sign} double`, mixed);
  }
  const same = (one: unknown, two: unknown): boolean => Number(one) === Number(two);
  const isIn = (one: unknown, list: Iterable<unknown>): boolean => [...list].some((two) => same(one, two));
  return environment
    .registerOperator('double % double', operators['%'])
    .registerOperator('double == int', same)
    .registerOperator('double in list<int>', isIn)
    .registerOperator('int in list<double>', isIn);
};

/** Raises ContractError when it is no expression, whatever columns there are. */
export const proveSyntax = (source: string): void => {
  try {
    new Environment().parse(source);
  } catch (error) {
    throw notUsable(source, error);
  }
};

const notUsable = (source: string, error: unknown): ContractError =>
  new ContractError(`expression "${source}": ${(error as Error).message}`, { cause: error });

const parse = (source: string, columns: readonly ExpressionColumn[]): Evaluate => {
  const environment = mixedNumbers(new Environment());
  for (const { name, type } of columns) {
    environment.registerVariable(identifierOf(name), celTypes[type]);
    environment.registerVariable(givenName(identifierOf(name)), 'bool');
  }
  try {
    const parsed = environment.parse(withoutNull(source));
    const { valid, type, error } = parsed.check();
    if (!valid) throw error ?? new Error('it has no type');
    if (type !== 'bool') throw new Error(`it is a ${String(type)} and must be true or false`);
    return parsed as Evaluate;
  } catch (error) {
    throw notUsable(source, error);
  }
};

const valueAt = (batch: ColumnBatch, row: number, { type, trueWords }: ExpressionColumn): Value => {
  const { isNull, values } = batch.scratch;
  if (isNull[row] === 1) return null;
  if (type === 'string' || type === 'uuid') return textAt(batch, row);
  if (type === 'boolean' && trueWords !== undefined) return isOneOf(trueWords, textAt(batch, row));
  if (type === 'boolean') return /^(?:true|t|yes|y|1)$/iu.test(textAt(batch, row));
  const value = values[row]!;
  if (Number.isNaN(value)) return null;
  return type === 'date' || type === 'timestamp' ? new Date(value) : value;
};

const isOneOf = (words: readonly string[], text: string): boolean =>
  words.some((word) => word.toLowerCase() === text.toLowerCase());
