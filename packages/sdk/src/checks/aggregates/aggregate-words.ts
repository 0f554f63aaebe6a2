import { countOf } from '@sightglass/model/words/count';
import type { AggregateRules, ColumnRules } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { isNumber } from '../expression/compile.ts';
import type { Rational } from '../expression/rational.ts';
import { visible } from '../visible.ts';
import { valuesOfKey } from './aggregator.ts';
import { type BrokenGroup, isOfOther, type Judged } from './judge.ts';

/** What is aggregated: `the sum of amount`. */
export const subjectOf = ({
  aggregate,
  column,
}: {
  readonly aggregate: AggregateRules['aggregate'];
  readonly column?: string | undefined;
}): string => {
  switch (aggregate) {
    case 'count':
      return column === undefined ? 'the number of rows' : `the number of rows with ${column}`;
    case 'distinct':
      return `the number of different ${column}`;
    case 'nulls':
      return `the number of rows without ${column}`;
    case 'nullShare':
      return `the share of rows without ${column}`;
    case 'sum':
      return `the sum of ${column}`;
    case 'mean':
      return `the mean of ${column}`;
    case 'min':
      return `the least ${column}`;
    case 'max':
      return `the greatest ${column}`;
  }
};

/** What is expected: `the sum of amount by journal is 0`. */
export const wantedAggregate = (rules: AggregateRules): string =>
  `${subjectOf(rules)}${grouped(rules)} is ${limitsOf(rules)}`;

const grouped = ({ by }: AggregateRules): string => (by === undefined ? '' : ` by ${by.join(' and ')}`);

const limitsOf = (rules: AggregateRules): string => {
  const { min, max, equals } = rules;
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : max === undefined
          ? ''
          : `at most ${max}`;
  return [range, equals === undefined ? '' : targetOf(rules)].filter(Boolean).join(' and ');
};

const targetOf = ({ equals, tolerance }: Pick<AggregateRules, 'equals' | 'tolerance'>): string => {
  const within = tolerance === undefined || tolerance === 0 ? '' : ` within ${tolerance}`;
  if (typeof equals !== 'object') return `${equals}${within}`;
  if (equals.trailer !== undefined) return `that of the trailer${within}`;
  return `${subjectOf({ aggregate: equals.aggregate ?? 'count', column: equals.column })}${within}`;
};

const mostGroups = 3;

/** Which rows count. */
export const whereWords = (when: string | undefined): string => (when === undefined ? '' : ` where ${when}`);

/** What was found: `the sum of amount where status == "paid" is 60.01; the trailer says 60`. */
export const foundAggregate = (rules: AggregateRules, judged: Judged, columns: readonly ColumnRules[]): string => {
  const subject = `${subjectOf(rules)}${whereWords(rules.when)}`;
  const { broken, unread } = judged;
  const left = unread === 0 ? '' : ` (${countOf(unread, 'value')} could not be read)`;
  const [first] = broken;
  if (rules.by === undefined && first !== undefined) return `${subject} is ${valueWords(first, rules, columns)}${left}`;
  const shown = broken
    .slice(0, mostGroups)
    .map((one) => `${groupWords(one.key, rules.by ?? [], columns)} ${valueWords(one, rules, columns)}`);
  const more = broken.length > mostGroups ? ` and ${broken.length - mostGroups} more` : '';
  return `${subject} is not ${limitsOf(rules)} in ${countOf(broken.length, 'group')}${grouped(rules)}: ${shown.join('; ')}${more}${left}`;
};

const noValue = 'not known, as no row has a value';

const valueWords = (
  { value, expected }: BrokenGroup,
  rules: AggregateRules,
  columns: readonly ColumnRules[],
): string => {
  const found = value === undefined ? noValue : shownValue(value, rules, columns);
  if (expected === undefined && value !== undefined && isOfOther(rules)) return withoutOther(found, rules);
  if (expected === undefined) return rules.by === undefined ? `${found}; expected ${limitsOf(rules)}` : found;
  const isTold = typeof rules.equals !== 'object';
  const expectedWords = shownValue(expected, rules, columns);
  if (rules.by !== undefined) return isTold ? found : `${found} and not ${expectedWords}`;
  const isAlone = rules.min === undefined && rules.max === undefined;
  if (isAlone && typeof rules.equals === 'object' && rules.equals.trailer !== undefined)
    return `${found}; the trailer says ${expectedWords}${toleranceWords(rules)}`;
  return `${found}; expected ${limitsOf(rules)}${isTold ? '' : `: ${expectedWords}`}`;
};

const withoutOther = (found: string, { equals, by }: AggregateRules): string => {
  const other = typeof equals === 'object' && by === undefined ? `, and ${targetOf({ equals })} is` : ' and the other';
  return `${found}${other} ${noValue}`;
};

const toleranceWords = ({ tolerance }: AggregateRules): string =>
  tolerance === undefined || tolerance === 0 ? '' : ` (tolerance ${tolerance})`;

const groupWords = (key: string, by: readonly string[], columns: readonly ColumnRules[]): string =>
  valuesOfKey(key)
    .map((text, index) => (text === undefined ? 'no value' : visible(text, isSecret(by[index], columns))))
    .join(' + ');

const isSecret = (name: string | undefined, columns: readonly ColumnRules[]): boolean =>
  columns.some((one) => one.name === name && one.pii);

const meanDecimals = 9;

/** A number or a time, as a person reads it. */
export const shownValue = (
  value: Rational,
  { aggregate, column }: AggregateRules,
  columns: readonly ColumnRules[],
): string => {
  if (aggregate === 'nullShare') return `${percentOf(value)}%`;
  if (aggregate === 'mean') return value.rounded(meanDecimals).toString();
  if (aggregate !== 'min' && aggregate !== 'max') return value.toString();
  if (isSecret(column, columns)) return '***';
  const type = columnTypeOf(columns.find(({ name }) => name === column)?.type ?? 'number');
  if (isNumber(type)) return value.toString();
  const instant = new Date(value.toNumber());
  if (Number.isNaN(instant.getTime())) return value.toString();
  const text = instant.toISOString();
  if (type === 'time') return text.slice(11, 23);
  return type === 'date' ? text.slice(0, 10) : text;
};

const percentOf = (share: Rational): number => Math.round(share.toNumber() * 1e6) / 1e4;
