import { Environment } from '@marcbachmann/cel-js';
import type { ColumnType } from '@sightglass/model/contract';
import { type ColumnBatch, textAt } from './columns/column-batch.ts';
import { ContractError } from './contract/contract-error.ts';

/** A condition on a row. */
export interface CompiledExpression {
  /** Takes the values of a column, if the condition is about it. */
  add(batch: ColumnBatch): void;
  /** Calls `broke` for each row for which it is false. Where a column it names has no value, it holds, as an SQL CHECK does. */
  judge(rows: number, broke: (row: number) => void): void;
}

interface ExpressionColumn {
  readonly name: string;
  readonly type: ColumnType;
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
  const used = [...columns.entries()].filter(([, column]) => named.has(column));
  const holds = parse(source, columns);
  const taken = new Map<number, Value[]>();
  const row: Record<string, Value> = {};
  return {
    add: (batch) => {
      const own = used.find(([place]) => place === batch.column)?.[1];
      if (own === undefined) return;
      taken.set(
        batch.column,
        Array.from({ length: batch.table.rows }, (_, at) => valueAt(batch, at, own.type)),
      );
    },
    judge: (rows, broke) => {
      for (let at = 0; at < rows; at += 1) {
        for (const [place, { name }] of used) row[identifierOf(name)] = taken.get(place)?.[at] ?? null;
        if (used.every(([, { name }]) => row[identifierOf(name)] !== null) && !isTrue(holds, row)) broke(at);
      }
    },
  };
};

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
  for (const { name, type } of columns) environment.registerVariable(identifierOf(name), celTypes[type]);
  try {
    const parsed = environment.parse(source);
    const { valid, type, error } = parsed.check();
    if (!valid) throw error ?? new Error('it has no type');
    if (type !== 'bool') throw new Error(`it is a ${String(type)} and must be true or false`);
    return parsed as Evaluate;
  } catch (error) {
    throw notUsable(source, error);
  }
};

const valueAt = (batch: ColumnBatch, row: number, type: ColumnType): Value => {
  const { isNull, values } = batch.scratch;
  if (isNull[row] === 1) return null;
  if (type === 'string' || type === 'uuid') return textAt(batch, row);
  if (type === 'boolean') return /^(?:true|t|yes|y|1)$/iu.test(textAt(batch, row));
  const value = values[row]!;
  if (Number.isNaN(value)) return null;
  return type === 'date' || type === 'timestamp' ? new Date(value) : value;
};
