import type { Expectation } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { ColumnBatch } from '../columns/column-batch.ts';
import { type CompiledExpression, compileExpression } from '../expression/expression.ts';
import { columnsNamed } from '../expression/words.ts';
import { hashNumbers } from '../columns/hash.ts';
import type { FieldTable } from '../field-table.ts';
import { planReferences } from '../references/reference-checks.ts';
import type { CheckPlan } from './block.ts';
import { typedColumns } from './typed-columns.ts';

/** Expectations about several columns of a row, or about all rows. */
export interface RowChecks {
  begin(table: FieldTable): void;
  /** Called once for each column of the table, in order. */
  add(batch: ColumnBatch): void;
  /** The row breaks the expectation if its condition holds, which is known in the end. */
  brokeIf(row: number, expectation: number): void;
  finish(broke: (row: number, expectation: number) => void): void;
  takeKeys(rows: number): Int32Array<ArrayBuffer>[];
}

interface Key {
  /** Whether numbers are compared, and not how they are written. */
  readonly byValue: boolean;
  readonly columns: readonly number[];
  hashes: Int32Array<ArrayBuffer>;
}

/** The expectations that are about keys, by place in the list. */
export const keyExpectations = (expectations: readonly Expectation[]): number[] =>
  [...expectations.entries()].flatMap(([ruleIndex, { kind }]) =>
    kind === 'unique' || kind === 'duplicate' ? [ruleIndex] : [],
  );

const keyColumns = ({ column, value }: Expectation, header: readonly string[]): number[] => {
  if (column !== undefined) return [header.indexOf(column)];
  return Array.isArray(value) ? value.map((name: string) => header.indexOf(name)) : [...header.keys()];
};

export const planRowChecks = (plan: CheckPlan): RowChecks => {
  const { expectations, header } = plan;
  const keys = keyExpectations(expectations).map((ruleIndex): Key => ({
    byValue: expectations[ruleIndex]!.kind === 'unique',
    columns: keyColumns(expectations[ruleIndex]!, header),
    hashes: new Int32Array(2048),
  }));
  const numbers = numberColumns(plan);
  const expressions = compiledExpressions(plan);
  const references = planReferences(plan);
  const conditions = compiledConditions(plan);
  let pending: [number, number][] = [];
  let table: FieldTable;
  return {
    begin: (next) => {
      table = next;
      pending = [];
    },
    add: (batch) => {
      addToKeys(keys, batch, numbers.has(batch.column));
      references.add(batch);
      for (const { expression } of expressions) expression.add(batch);
      for (const condition of conditions.values()) condition.add(batch);
    },
    brokeIf: (row, ruleIndex) => pending.push([row, ruleIndex]),
    finish: (broke) => {
      references.finish(table.rows, broke);
      for (const { expression, ruleIndex } of expressions) {
        const condition = conditions.get(ruleIndex);
        const { when, nullsFail } = expectations[ruleIndex]!;
        const judge = (row: number): void => {
          if (condition?.isMet(row) ?? when === undefined) broke(row, ruleIndex);
        };
        expression.judge(table.rows, judge, nullsFail);
      }
      for (const [row, ruleIndex] of pending) if (conditions.get(ruleIndex)?.isMet(row) === true) broke(row, ruleIndex);
    },
    takeKeys: (rows) => keys.map(({ hashes }) => padded(hashes, rows * 2)),
  };
};

/** Of a column the file lacks nothing is known: the expectation is not checked. */
const compiledConditions = (plan: CheckPlan): ReadonlyMap<number, CompiledExpression> => {
  const { expectations, contract, header } = plan;
  return new Map(
    [...expectations.entries()].flatMap(([ruleIndex, { when }]): [number, CompiledExpression][] => {
      if (when === undefined) return [];
      if (columnsNamed(when, contract.columns).some(({ name }) => !header.includes(name))) return [];
      return [[ruleIndex, compileExpression(when, typedColumns(plan))]];
    }),
  );
};

const compiledExpressions = (plan: CheckPlan) => {
  const { expectations, contract, header } = plan;
  return [...expectations.entries()].flatMap(
    ([ruleIndex, { kind, value }]): { ruleIndex: number; expression: CompiledExpression }[] => {
      if (kind !== 'expression') return [];
      if (columnsNamed(value as string, contract.columns).some(({ name }) => !header.includes(name))) return [];
      return [{ ruleIndex, expression: compileExpression(value as string, typedColumns(plan)) }];
    },
  );
};

const numberColumns = ({ contract, header }: CheckPlan): Set<number> => {
  const numbers = contract.columns.filter(({ type }) => ['integer', 'number'].includes(columnTypeOf(type)));
  return new Set(numbers.map(({ name }) => header.indexOf(name)));
};

interface Hashes {
  readonly hashes: Int32Array;
  readonly otherHashes: Int32Array;
}

const addToKeys = (keys: readonly Key[], batch: ColumnBatch, isNumber: boolean): void => {
  const own = keys.filter(({ columns }) => columns.includes(batch.column));
  const byNumber = isNumber && own.some(({ byValue }) => byValue) ? numberHashes(batch) : batch.scratch;
  for (const key of own) addToKey(key, batch, key.byValue ? byNumber : batch.scratch);
};

const numberHashes = (batch: ColumnBatch): Hashes => {
  const { rows } = batch.table;
  const found = { hashes: new Int32Array(rows), otherHashes: new Int32Array(rows) };
  hashNumbers(batch, found.hashes, found.otherHashes);
  return found;
};

/** A row lacks a key when a column of it has no value. */
const addToKey = (key: Key, { table, scratch: { isNull }, column }: ColumnBatch, own: Hashes): void => {
  const { hashes, otherHashes } = own;
  const isFirst = column === Math.min(...key.columns);
  const isAlone = key.columns.length === 1;
  key.hashes = padded(key.hashes, ((table.ordinals[table.rows - 1] ?? 0) + 1) * 2);
  for (let row = 0; row < table.rows; row += 1) {
    const hashAt = table.ordinals[row]! * 2;
    const [one, two] = [key.hashes[hashAt]!, key.hashes[hashAt + 1]!];
    const isMissing = isNull[row] === 1 && isAlone;
    const before = isFirst ? 0 : Math.imul(one ^ (two >>> 7), 0x9e3779b1);
    key.hashes[hashAt] = isMissing ? 0 : (before + hashes[row]!) | 0;
    key.hashes[hashAt + 1] = isMissing ? 0 : (Math.imul(isFirst ? 0 : two, 0x85ebca6b) + otherHashes[row]!) | 0;
  }
};

const padded = (hashes: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (hashes.length >= length) return hashes;
  const larger = new Int32Array(Math.max(length, hashes.length * 2));
  larger.set(hashes);
  return larger;
};
