import type { ColumnType } from '@sightglass/model/contract';
import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { plainNumber, type WrittenNumbers } from '../columns/plain-number.ts';
import { ContractError } from '../contract/contract-error.ts';
import { compileCel, type Evaluate, isNumber, type Value } from './compile.ts';
import { Rational, rationalOf } from './rational.ts';
import { columnsNamed, comparedWithNull, computes, givenName, identifierOf, inCel } from './words.ts';

/** A condition on a row. */
export interface CompiledExpression {
  /** Takes the values of a column, if the condition is about it. */
  add(batch: ColumnBatch): void;
  /**
   * Calls `broke` for each row for which it is false. Where a column it names has no value, it holds, as an SQL CHECK does, unless it
   * compares the column with null or `nullsFail`.
   */
  judge(rows: number, broke: (row: number) => void, nullsFail?: boolean): void;
  /** Whether it is true for a row; it is not where a column it names has no value. */
  isMet(row: number): boolean;
}

interface ExpressionColumn extends WrittenNumbers {
  readonly name: string;
  readonly type: ColumnType;
  /** Words for true, where they are not the usual ones. */
  readonly trueWords?: readonly string[] | undefined;
}

/** Longer numbers may not be what their double is. */
const exactLength = 15;

/** Raises ContractError that shows where the expression is wrong. */
export const compileExpression = (source: string, columns: readonly ExpressionColumn[]): CompiledExpression => {
  const cel = inCel(source, columns);
  const named = new Set(columnsNamed(source, columns));
  const compared = new Set(comparedWithNull(cel));
  const used = [...columns.entries()].filter(([, column]) => named.has(column));
  const { holds, holdsExactly, isExact } = compiled(source, columns, cel);
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
  const isTrueNow = (): boolean => {
    if (holdsExactly === undefined) return isTrue(holds, row);
    const mustBeExact = isExact || used.some(([, { name }]) => row[identifierOf(name)] instanceof Rational);
    return mustBeExact ? isTrue(holdsExactly, withRationals(row, used)) : isTrue(holds, row);
  };
  return {
    add: (batch) => {
      const own = used.find(([index]) => index === batch.column)?.[1];
      if (own === undefined) return;
      const leastLength = holdsExactly === undefined ? Infinity : isExact ? 0 : exactLength;
      taken.set(
        batch.column,
        Array.from({ length: batch.table.rows }, (_, at) => valueAt(batch, at, own, leastLength)),
      );
    },
    judge: (rows, broke, nullsFail = false) => {
      for (let at = 0; at < rows; at += 1) if (fill(at) ? !isTrueNow() : nullsFail) broke(at);
    },
    isMet: (at) => fill(at) && isTrueNow(),
  };
};

interface Compiled {
  readonly holds: Evaluate;
  /** With numbers that have all their digits; undefined where there are none, or the expression does with them what only doubles can. */
  readonly holdsExactly: Evaluate | undefined;
  /** Whether every row needs them, as it is computed with them. */
  readonly isExact: boolean;
}

/** By the list of columns, which is the same for all blocks of a file. */
const known = new WeakMap<readonly ExpressionColumn[], Map<string, Compiled>>();

const compiled = (source: string, columns: readonly ExpressionColumn[], cel: string): Compiled => {
  const own = known.get(columns) ?? new Map<string, Compiled>();
  known.set(columns, own);
  const found = own.get(source) ?? compile(source, columns, cel);
  own.set(source, found);
  return found;
};

const compile = (source: string, columns: readonly ExpressionColumn[], cel: string): Compiled => {
  const hasNumbers = columnsNamed(source, columns).some(({ type }) => isNumber(type));
  const exact = hasNumbers ? attempted(() => compileCel(source, columns, 'number')) : undefined;
  const doubles = attempted(() => compileCel(source, columns, 'double'));
  if (exact instanceof Error && doubles instanceof Error) throw exact;
  if (exact === undefined || exact instanceof Error) {
    if (doubles instanceof Error) throw doubles;
    return { holds: doubles, holdsExactly: undefined, isExact: false };
  }
  return doubles instanceof Error
    ? { holds: exact, holdsExactly: exact, isExact: true }
    : { holds: doubles, holdsExactly: exact, isExact: computes(cel) };
};

const attempted = (attempt: () => Evaluate): Evaluate | ContractError => {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof ContractError) return error;
    throw error;
  }
};

const withRationals = (
  row: Record<string, Value>,
  used: readonly (readonly [number, ExpressionColumn])[],
): Readonly<Record<string, Value>> => {
  for (const [, { name, type }] of used) {
    const identifier = identifierOf(name);
    const value = row[identifier];
    if (isNumber(type) && typeof value === 'number') row[identifier] = rationalOf(String(value)) ?? null;
  }
  return row;
};

const isTrue = (holds: Evaluate, row: Readonly<Record<string, Value>>): boolean => {
  try {
    return holds(row) === true;
  } catch {
    return false;
  }
};

/** Numbers whose texts are longer than `leastLength` have all their digits. */
const valueAt = (batch: ColumnBatch, row: number, column: ExpressionColumn, leastLength: number): Value => {
  const { type, trueWords } = column;
  const { isNull, values } = batch.scratch;
  if (isNull[row] === 1) return null;
  if (type === 'string' || type === 'uuid') return textAt(batch, row);
  if (type === 'boolean' && trueWords !== undefined) return isOneOf(trueWords, textAt(batch, row));
  if (type === 'boolean') return /^(?:true|t|yes|y|1)$/iu.test(textAt(batch, row));
  const value = values[row]!;
  if (Number.isNaN(value)) return null;
  if (isNumber(type)) return lengthAt(batch, row) > leastLength ? exactAt(batch, row, column) : value;
  return type === 'date' || type === 'timestamp' ? new Date(value) : value;
};

const lengthAt = ({ table, column }: ColumnBatch, row: number): number => {
  const field = row * table.width + column;
  return table.ends[field]! - table.starts[field]!;
};

const exactAt = (batch: ColumnBatch, row: number, column: ExpressionColumn): Rational | null =>
  rationalOf(plainNumber(textAt(batch, row), column)) ?? null;

const isOneOf = (words: readonly string[], text: string): boolean =>
  words.some((word) => word.toLowerCase() === text.toLowerCase());
