import type { AggregateRules, ColumnRules, Expectation } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { CheckPlan } from '../blocks/block.ts';
import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { hashNumbers } from '../columns/hash.ts';
import { plainNumber } from '../columns/plain-number.ts';
import { type CompiledExpression, compileExpression } from '../expression/expression.ts';
import { isNumber } from '../expression/compile.ts';
import { Rational, rationalOf } from '../expression/rational.ts';
import { columnsNamed } from '../expression/words.ts';
import { typedColumns } from '../blocks/typed-columns.ts';
import { Groups, type GroupsData } from './groups.ts';
import type { Measure } from './measure.ts';

/** Gathers what the aggregates of a contract are worked out of. */
export interface Aggregator {
  /** Whether the hashes of a column are needed. */
  needsHashes(column: number): boolean;
  /** Called once for each column of a batch, in order. */
  add(batch: ColumnBatch): void;
  /** Called when all columns of a batch of so many rows were added. */
  finish(rows: number): void;
  /** By the index of the expectation. */
  data(): ReadonlyMap<number, GroupsData>;
}

interface PlannedAggregate {
  readonly ruleIndex: number;
  readonly by: readonly number[];
  readonly measured: readonly Measured[];
  readonly condition: CompiledExpression | undefined;
  readonly groups: Groups;
}

interface Measured {
  readonly kind: AggregateRules['aggregate'];
  /** -1 where all rows count. */
  readonly column: number;
}

/** Nothing is done, and it costs nothing, where the contract has no aggregates. */
export const createAggregator = (plan: CheckPlan): Aggregator | undefined => {
  const planned = plannedAggregates(plan);
  if (planned.length === 0) return undefined;
  const rulesOf = new Map(plan.contract.columns.map((rules) => [plan.header.indexOf(rules.name), rules]));
  const measuredColumns = new Set(planned.flatMap(({ measured }) => measured.map(({ column }) => column)));
  const hashed = new Set(
    planned.flatMap(({ measured }) => measured.flatMap(({ kind, column }) => (kind === 'distinct' ? [column] : []))),
  );
  const keyed = new Set(planned.flatMap(({ by }) => by));
  const taken = new Map<number, TakenColumn>();
  const texts = new Map<number, string[]>();
  return {
    needsHashes: (column) => hashed.has(column),
    add: (batch) => {
      const { column } = batch;
      for (const { condition } of planned) condition?.add(batch);
      if (measuredColumns.has(column)) taken.set(column, takenOf(batch, rulesOf.get(column), hashed.has(column)));
      if (keyed.has(column)) texts.set(column, textsOf(batch));
    },
    finish: (rows) => {
      for (const one of planned) gather(one, rows, taken, texts);
    },
    data: () => new Map(planned.map(({ ruleIndex, groups }) => [ruleIndex, groups.data()])),
  };
};

/** Those whose columns the file has. */
const plannedAggregates = (plan: CheckPlan): PlannedAggregate[] =>
  [...plan.expectations.entries()].flatMap(([ruleIndex, expectation]): PlannedAggregate[] => {
    if (expectation.kind !== 'aggregate') return [];
    if (aggregateColumns(expectation, plan.contract.columns).some((name) => !plan.header.includes(name))) return [];
    const { by = [] } = expectation.value as AggregateRules;
    const measured = measuresOf(expectation).map(({ aggregate, column }): Measured => ({
      kind: aggregate,
      column: column === undefined ? -1 : plan.header.indexOf(column),
    }));
    const condition =
      expectation.when === undefined ? undefined : compileExpression(expectation.when, typedColumns(plan));
    return [
      {
        ruleIndex,
        by: by.map((name) => plan.header.indexOf(name)),
        measured,
        condition,
        groups: new Groups(measured.length),
      },
    ];
  });

type MeasureRules = Pick<AggregateRules, 'aggregate' | 'column'>;

/** The aggregate itself, and the one it must be the same as. */
export const measuresOf = ({ value }: Expectation): readonly MeasureRules[] => {
  const rules = value as AggregateRules;
  const other = typeof rules.equals === 'object' ? rules.equals : {};
  return other.aggregate === undefined ? [rules] : [rules, { aggregate: other.aggregate, column: other.column }];
};

/** Names of the columns it needs. */
export const aggregateColumns = (expectation: Expectation, columns: readonly ColumnRules[]): string[] => {
  const { by = [] } = expectation.value as AggregateRules;
  const measured = measuresOf(expectation).flatMap(({ column }) => column ?? []);
  return [...measured, ...by, ...columnsNamed(expectation.when ?? '', columns).map(({ name }) => name)];
};

/** What outlives the batch, whose arrays serve the next column. */
interface TakenColumn {
  readonly batch: ColumnBatch;
  readonly rules: ColumnRules | undefined;
  readonly isNull: Uint8Array;
  readonly values: Float64Array;
  readonly hashes: Int32Array;
  readonly otherHashes: Int32Array;
}

const takenOf = (batch: ColumnBatch, rules: ColumnRules | undefined, isHashed: boolean): TakenColumn => {
  const { scratch, table } = batch;
  const { rows } = table;
  const hashes = isHashed ? scratch.hashes.slice(0, rows) : scratch.hashes;
  const otherHashes = isHashed ? scratch.otherHashes.slice(0, rows) : scratch.otherHashes;
  if (isHashed && rules !== undefined && isNumber(columnTypeOf(rules.type))) hashNumbers(batch, hashes, otherHashes);
  const [isNull, values] = [scratch.isNull.slice(0, rows), scratch.values.slice(0, rows)];
  return { batch, rules, isNull, values, hashes, otherHashes };
};

const textsOf = (batch: ColumnBatch): string[] =>
  Array.from({ length: batch.table.rows }, (_, row) =>
    batch.scratch.isNull[row] === 1 ? noValue : textAt(batch, row),
  );

/** Stands for no value in the key of a group. */
const noValue = '\0';
const between = '\u0001';

/** The values of a group's columns; undefined where there is none. */
export const valuesOfKey = (key: string): (string | undefined)[] =>
  key.split(between).map((text) => (text === noValue ? undefined : text));

const gather = (
  { by, measured, condition, groups }: PlannedAggregate,
  rows: number,
  taken: ReadonlyMap<number, TakenColumn>,
  texts: ReadonlyMap<number, readonly string[]>,
): void => {
  const keyTexts = by.map((column) => texts.get(column)!);
  for (let row = 0; row < rows; row += 1) {
    if (condition?.isMet(row) === false) continue;
    const group = groups.of(keyTexts.length === 0 ? '' : keyTexts.map((own) => own[row]).join(between));
    if (group === undefined) continue;
    group.rows += 1;
    for (const [index, { kind, column }] of measured.entries())
      if (column !== -1) measure(group.measures[index]!, kind, taken.get(column)!, row);
  }
};

const measure = (into: Measure, kind: AggregateRules['aggregate'], column: TakenColumn, row: number): void => {
  if (column.isNull[row] === 1) {
    into.nulls += 1;
    return;
  }
  into.values += 1;
  if (kind === 'distinct') into.key(column.hashes[row]!, column.otherHashes[row]!);
  if (kind === 'sum' || kind === 'mean') addNumber(into, column, row);
  if (kind === 'min' || kind === 'max') addToRange(into, column, row);
};

const addNumber = (into: Measure, column: TakenColumn, row: number): void => {
  if (Number.isNaN(column.values[row]!)) return unread(into);
  const { bytes, table, column: index } = column.batch;
  const at = row * table.width + index;
  const isPlain = (column.rules?.decimal ?? '.') === '.' && column.rules?.group === undefined;
  if (isPlain) return into.sum.add(bytes, table.starts[at]!, table.ends[at]!) ? undefined : unread(into);
  const text = Buffer.from(plainNumber(textAt(column.batch, row), column.rules ?? {}));
  if (!into.sum.add(text, 0, text.length)) unread(into);
};

const addToRange = (into: Measure, column: TakenColumn, row: number): void => {
  const value = column.values[row]!;
  if (Number.isNaN(value)) return unread(into);
  const { rules, batch } = column;
  const exact = (): Rational =>
    rules !== undefined && isNumber(columnTypeOf(rules.type))
      ? (rationalOf(plainNumber(textAt(batch, row), rules)) ?? new Rational(0n))
      : (rationalOf(String(value)) ?? new Rational(0n));
  into.range({ value, exact });
};

const unread = (into: Measure): void => {
  into.values -= 1;
  into.unread += 1;
};
