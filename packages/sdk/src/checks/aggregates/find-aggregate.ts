import type { AggregateRules, Contract, Expectation } from '@sightglass/model/contract';
import type { Rational } from '../expression/rational.ts';
import { foundAggregate, shownValue, subjectOf } from './aggregate-words.ts';
import { Groups, mostGroups } from './groups.ts';
import { type Judged, judgeAggregate, trailerNumber } from './judge.ts';

/** What is known of a file when an aggregate is judged. */
export interface AggregateFacts {
  readonly contract: Contract;
  readonly rows: number;
  readonly groups: Groups | undefined;
  readonly trailer: string | undefined;
  readonly trailerField: (field: number | string) => string | undefined;
}

export interface FoundAggregate {
  /** Groups that broke it; 1 where all rows are one. */
  readonly count: number;
  readonly checked: number;
  readonly detail?: string;
  readonly skipped?: string;
}

/** Works an aggregate out of what was gathered, and compares it with what is expected. */
export const findAggregate = (expectation: Expectation, facts: AggregateFacts): FoundAggregate => {
  const rules = expectation.value as AggregateRules;
  const { contract, rows, groups = new Groups(0) } = facts;
  if (groups.isFull) return { count: 1, checked: 1, detail: tooManyGroups(rules) };
  const field = typeof rules.equals === 'object' ? rules.equals.trailer : undefined;
  const expected = field === undefined ? undefined : fromTrailer(field, rules, facts);
  if (expected?.skipped !== undefined) return skippedAs(expected.skipped);
  if (expected?.broken !== undefined) return { count: 1, checked: 1, detail: expected.broken };
  const judged = judgeAggregate(expectation, { contract, rows, groups, trailer: expected?.number });
  if (judged.groups === 0 && (rows > 0 || rules.by === undefined))
    return skippedAs(rules.column === undefined ? 'no row counts' : `no row that counts has a "${rules.column}"`);
  const { broken } = judged;
  const detail =
    broken.length > 0 ? foundAggregate(rules, judged, contract.columns) : heldWords(rules, judged, contract);
  return { count: broken.length, checked: judged.groups, detail };
};

const tooManyGroups = (rules: AggregateRules): string =>
  `${subjectOf(rules)} is not known: there are more than ${mostGroups} groups of ${rules.by?.join(' and ')}`;

const skippedAs = (skipped: string): FoundAggregate => ({ count: 0, checked: 1, skipped });

const heldWords = (rules: AggregateRules, { groups, value }: Judged, { columns }: Contract): string =>
  value === undefined ? `${groups} groups` : shownValue(value, rules, columns);

interface Expected {
  readonly number?: Rational;
  readonly skipped?: string;
  readonly broken?: string;
}

const fromTrailer = (
  field: number | string,
  rules: AggregateRules,
  { contract, trailer, trailerField }: AggregateFacts,
): Expected => {
  if (trailer === undefined) return { skipped: 'the file has no trailer' };
  const text = trailerField(field);
  const name = typeof field === 'number' ? `field ${field}` : `"${field}"`;
  if (text === undefined) return { broken: `the trailer has no ${name}` };
  const column = contract.columns.find((one) => one.name === rules.column);
  const number = trailerNumber(text, column);
  return number === undefined
    ? { broken: `${name} of the trailer is "${text.slice(0, 60)}" and no number` }
    : { number };
};
