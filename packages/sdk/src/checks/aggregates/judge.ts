import type { AggregateKind, AggregateRules, ColumnRules, Contract, Expectation } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { boundReader } from '../columns/column-plan.ts';
import { plainNumber } from '../columns/plain-number.ts';
import { isNumber } from '../expression/compile.ts';
import { Rational, rationalOf } from '../expression/rational.ts';
import type { Group, Groups } from './groups.ts';
import type { Measure } from './measure.ts';

/** One group of rows, or all of them, whose aggregate is not as expected. */
export interface BrokenGroup {
  readonly key: string;
  /** Undefined where none of its rows has a value to work it out of. */
  readonly value: Rational | undefined;
  /** What it should be the same as, where that is so. */
  readonly expected: Rational | undefined;
}

export interface Judged {
  /** Groups that have rows, or a value without. */
  readonly groups: number;
  readonly broken: readonly BrokenGroup[];
  /** The value of all rows, where they are not in groups. */
  readonly value: Rational | undefined;
  /** Values that could not be read, and are not in the aggregate. */
  readonly unread: number;
}

export interface JudgeInput {
  readonly contract: Contract;
  /** All rows of the file, also those that could not be read. */
  readonly rows: number;
  readonly groups: Groups;
  /** The number in the field of the trailer that it must equal. */
  readonly trailer: Rational | undefined;
}

/** Compares an aggregate with what is expected of it. */
export const judgeAggregate = (
  { value: given, when }: Expectation,
  { contract, rows, groups, trailer }: JudgeInput,
): Judged => {
  const rules = given as AggregateRules;
  const isWhole = rules.by === undefined;
  const all = groups.entries();
  const entries = isWhole && all.length === 0 ? [['', emptyGroup] as const] : all;
  const limits = limitsOf(rules, contract.columns);
  const broken: BrokenGroup[] = [];
  let judged = 0;
  for (const [key, group] of entries) {
    const counted = isWhole && when === undefined ? rows : group.rows;
    const value = valueOf(rules.aggregate, group, group.measures[0], counted, rules.column);
    const expected = trailer ?? limits.equals ?? otherValue(rules, group, counted);
    if (value === undefined && (counted === 0 || (isOfOther(rules) && expected === undefined))) continue;
    judged += 1;
    if (value === undefined || !isWithin(value, limits) || !isAsExpected(value, expected, rules))
      broken.push({ key, value, expected });
  }
  const [first] = entries;
  return {
    groups: judged,
    broken,
    value:
      isWhole && first !== undefined
        ? valueOf(
            rules.aggregate,
            first[1],
            first[1].measures[0],
            when === undefined ? rows : first[1].rows,
            rules.column,
          )
        : undefined,
    unread: entries.reduce((sum, [, { measures }]) => sum + measures.reduce((all, one) => all + one.unread, 0), 0),
  };
};

const emptyGroup: Group = { rows: 0, measures: [] };

const zero = new Rational(0n);
const counted = (count: number): Rational => new Rational(BigInt(count));

/** Undefined where there are no values to work it out of. */
const valueOf = (
  kind: AggregateKind,
  group: Group,
  measure: Measure | undefined,
  rows: number,
  column: string | undefined,
): Rational | undefined => {
  const values = measure?.values ?? 0;
  switch (kind) {
    case 'count':
      return counted(column === undefined ? rows : values + (measure?.unread ?? 0));
    case 'sum':
      return measure?.sum.value() ?? zero;
    case 'mean':
      return values === 0 ? undefined : measure?.sum.value().dividedBy(counted(values));
    case 'min':
      return measure?.low;
    case 'max':
      return measure?.high;
    case 'distinct':
      return counted(measure?.keys?.size ?? 0);
    case 'nulls':
      return counted(measure?.nulls ?? 0);
    case 'nullShare':
      return group.rows === 0 ? undefined : counted(measure?.nulls ?? 0).dividedBy(counted(group.rows));
  }
};

/** Whether it must be the same as another aggregate. */
export const isOfOther = ({ equals }: AggregateRules): boolean =>
  typeof equals === 'object' && equals.aggregate !== undefined;

/** Another aggregate that has no value is the same as none. */
const isAsExpected = (value: Rational, expected: Rational | undefined, rules: AggregateRules): boolean =>
  expected === undefined ? !isOfOther(rules) : !differs(value, expected, rules.tolerance);

const otherValue = ({ equals }: AggregateRules, group: Group, rows: number): Rational | undefined => {
  if (typeof equals !== 'object' || equals.aggregate === undefined) return undefined;
  return valueOf(equals.aggregate, group, group.measures[1], rows, equals.column);
};

interface Limits {
  readonly min: Rational | undefined;
  readonly max: Rational | undefined;
  readonly equals: Rational | undefined;
}

const limitsOf = (rules: AggregateRules, columns: readonly ColumnRules[]): Limits => {
  const read = (limit: number | string | undefined): Rational | undefined =>
    limit === undefined ? undefined : readLimit(limit, rules, columns);
  const { min, max, equals } = rules;
  return { min: read(min), max: read(max), equals: typeof equals === 'object' ? undefined : read(equals) };
};

/** A bound of an aggregate; undefined when it is none. */
export const readLimit = (
  limit: number | string,
  { aggregate, column }: AggregateRules,
  columns: readonly ColumnRules[],
): Rational | undefined => {
  const text = String(limit).trim();
  if (aggregate === 'nullShare' && text.endsWith('%'))
    return rationalOf(text.slice(0, -1).trim())?.dividedBy(new Rational(100n));
  const rules = columns.find(({ name }) => name === column);
  const isInstant =
    (aggregate === 'min' || aggregate === 'max') && rules !== undefined && !isNumber(columnTypeOf(rules.type));
  if (!isInstant) return rationalOf(text);
  const instant = boundReader(rules)(text);
  return Number.isNaN(instant) ? undefined : rationalOf(String(instant));
};

/** The number in a field of a trailer, written as those of the column are. */
export const trailerNumber = (text: string, rules: ColumnRules | undefined): Rational | undefined =>
  rationalOf(plainNumber(text.trim(), rules ?? {})) ?? rationalOf(text.trim());

const isWithin = (value: Rational, { min, max }: Limits): boolean =>
  (min === undefined || value.compare(min) >= 0) && (max === undefined || value.compare(max) <= 0);

const differs = (value: Rational, expected: Rational, tolerance: AggregateRules['tolerance'] = 0): boolean => {
  const text = String(tolerance).trim();
  const number = rationalOf(text.replace(/ ?%$/u, '')) ?? zero;
  const most = text.endsWith('%') ? expected.magnitude().times(number).dividedBy(new Rational(100n)) : number;
  return value.minus(expected).magnitude().compare(most) > 0;
};
