import { countOf, formatCount } from '@sightglass/model/words/count';
import type {
  AggregateRules,
  DriftExpectation,
  Expectation,
  FileReference,
  NumberSize,
  TextFormat,
  TrailerRules,
} from '@sightglass/model/contract';
import { foundDrift, wantedDrift } from './drift/drift-words.ts';
import { wantedAggregate, whereWords } from './aggregates/aggregate-words.ts';

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a check of one expectation found. */
export interface Described {
  /** Rows, or columns of a file, that failed it. */
  readonly count: number;
  /** What was found, where a count does not say it. */
  readonly detail?: string | undefined;
  /** Why it was not checked. */
  readonly skipped?: string | undefined;
}

/** One sentence: what is wrong, or that what was expected is so. A failed check states what is, never what was expected. */
export const describe = (expectation: Expectation, { count, detail, skipped }: Described): string => {
  if (skipped !== undefined) return `${wantedBy(expectation)}: not checked, ${skipped}`;
  if (count > 0) return foundIn(expectation, count, detail ?? '');
  return detail === undefined ? wantedBy(expectation) : `${wantedBy(expectation)}: ${detail}`;
};

const foundIn = (expectation: Expectation, count: number, detail: string): string => {
  const { kind, value, scope } = expectation;
  if (scope === 'row' || scope === 'column')
    return withDetail(`${foundInRows(expectation, count)}${whereWords(expectation.when)}`, detail);
  const isOne = count === 1;
  switch (kind) {
    case 'encoding':
      return `the file is ${detail}, not ${written(value)}`;
    case 'unchanged':
      return `the file changed while it was read: ${detail}; check it again when it is complete`;
    case 'line_ends':
      return `line ends differ: ${detail}`;
    case 'missing_columns':
      return isOne ? `column ${detail} is missing` : `${formatCount(count)} columns are missing: ${detail}`;
    case 'duplicate_columns':
      return isOne ? `column ${detail} occurs twice` : `${formatCount(count)} columns occur twice: ${detail}`;
    case 'extra_columns':
      return `${isOne ? 'unexpected column' : `${formatCount(count)} unexpected columns`}: ${detail}`;
    case 'column_order':
      return isOne ? `column ${detail} is out of order` : `${formatCount(count)} columns are out of order: ${detail}`;
    case 'trailer':
      return `the last line is not a trailer, ${trailerWords(value)}; the file may be cut off`;
    case 'sql':
      return withDetail(`the query returned ${countOf(count, 'row')}`, detail);
    case 'drift':
      return foundDrift(value as DriftExpectation, detail);
    case 'aggregate':
    case 'empty':
      return detail;
    case 'rows':
      return `the file has ${detail}; expected ${wantedBy(expectation)}`;
    case 'freshness': {
      const { maxAge, column } = value as { readonly maxAge: string; readonly column?: string };
      const isUnfit = detail.includes(inFuture) || detail === noTime;
      return isUnfit
        ? `${column ?? 'the file'} is not fresh: ${detail}`
        : `${column ?? 'the file'} is more than ${maxAge} old: ${detail}`;
    }
    default:
      return foundInRows(expectation, count);
  }
};

const trailerWords = (value: unknown): string => {
  const { begins, matches } = value as TrailerRules;
  return [
    begins === undefined ? '' : `which begins with ${JSON.stringify(begins)}`,
    matches === undefined ? '' : `which matches ${matches}`,
  ]
    .filter(Boolean)
    .join(' or ');
};

/** Part of what is found of a time to come. */
export const inFuture = 'in the future';
export const noTime = 'no row has a time in it';

const withDetail = (words: string, detail: string): string => (detail === '' ? words : `${words}: ${detail}`);

const foundInRows = ({ kind, column, value }: Expectation, count: number): string => {
  const rows = countOf(count, 'row');
  const isOne = count === 1;
  switch (kind) {
    case 'width':
      return `${rows} ${isOne ? 'has' : 'have'} a different number of fields than the header`;
    case 'quotes':
      return `${rows} ${isOne ? 'has' : 'have'} a quoted field that is not closed`;
    case 'json':
      return `${rows} ${isOne ? 'is not a JSON object' : 'are not JSON objects'}`;
    case 'encoding':
      return `${rows} ${isOne ? 'is' : 'are'} not text in the encoding of the file`;
    case 'nul':
      return `${rows} ${isOne ? 'contains' : 'contain'} NUL bytes`;
    case 'duplicate':
      return `${rows} ${isOne ? 'repeats' : 'repeat'} another row`;
    case 'not_null':
      return `${column} has no value in ${rows}`;
    case 'type':
      return `${column} is not ${typeName(value)} in ${rows}`;
    case 'min':
      return `${column} is less than ${written(value)} in ${rows}`;
    case 'max':
      return `${column} is greater than ${written(value)} in ${rows}`;
    case 'min_length':
      return `${column} has fewer than ${countOf(value as number, 'character')} in ${rows}`;
    case 'max_length':
      return `${column} has more than ${countOf(value as number, 'character')} in ${rows}`;
    case 'precision':
      return `${column} has more than ${digitWords(value)} in ${rows}`;
    case 'scale':
      return `${column} has more than ${countOf(value as number, 'decimal')} in ${rows}`;
    case 'format':
      return `${column} is not ${formatWords(value)} in ${rows}`;
    case 'pattern':
      return `${column} does not match ${written(value)} in ${rows}`;
    case 'allowed':
      return `${column} is not one of ${listed(value)} in ${rows}`;
    case 'unique':
      return `${column ?? listed(value)} is repeated in ${rows}`;
    case 'reference': {
      const { columns, keys, file = 'the file itself' } = value as FileReference;
      const verb = columns.length === 1 ? 'does' : 'do';
      return `${columns.join(' + ')} ${verb} not occur as ${keys.join(' + ')} of ${file} in ${rows}`;
    }
    default:
      return `not true in ${rows}: ${written(value)}`;
  }
};

const typeName = (value: unknown): string =>
  `${/^(?!uint|uuid)[aeiou]/u.test(written(value)) ? 'an' : 'a'} ${written(value)}`;

const digitWords = (value: unknown): string => {
  const { precision, scale } = value as NumberSize;
  return scale === undefined ? countOf(precision, 'digit') : `${countOf(precision - scale, 'digit')} before the point`;
};

const formatWords = (value: unknown): string => formatNames[value as TextFormat];

const formatNames: Readonly<Record<TextFormat, string>> = {
  email: 'an e-mail address',
  uri: 'a URI',
  hostname: 'a host name',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

const listed = (value: unknown): string => {
  const items = value as readonly unknown[];
  const shown = items.slice(0, 5).map(String).join(', ');
  return items.length > 5 ? `${shown} …` : shown;
};

const wantedBy = ({ kind, column, value, scope, when }: Expectation): string => {
  if (scope === 'row' || scope === 'column') return `${wantedOfRows(kind, column, value)}${whereWords(when)}`;
  switch (kind) {
    case 'unchanged':
      return 'the file stays as it is while it is read';
    case 'encoding':
      return value === undefined ? 'readable text' : `text in ${written(value)}`;
    case 'line_ends':
      return 'lines end alike';
    case 'missing_columns':
      return 'every column of the contract is present';
    case 'duplicate_columns':
      return 'no column occurs twice';
    case 'extra_columns':
      return 'no column besides those of the contract';
    case 'column_order':
      return 'columns in the order of the contract';
    case 'trailer':
      return 'the last line is a trailer';
    case 'sql':
      return 'the query returned no rows';
    case 'drift':
      return wantedDrift(value as DriftExpectation);
    case 'aggregate':
      return `${wantedAggregate(value as AggregateRules)}${whereWords(when)}`;
    case 'empty':
      return value === 'fail' ? 'the file has rows' : 'the file may be empty';
    case 'rows': {
      const { min = 0, max } = value as { readonly min?: number; readonly max?: number };
      return max === undefined ? `at least ${countOf(min, 'row')}` : `${formatCount(min)} to ${countOf(max, 'row')}`;
    }
    case 'freshness': {
      const { maxAge, column: newest } = value as { readonly maxAge: string; readonly column?: string };
      return `${newest ?? 'the file'} is at most ${maxAge} old`;
    }
    default:
      return wantedOfRows(kind, column, value);
  }
};

const wantedOfRows = (kind: string, column: string | undefined, value: unknown): string => {
  switch (kind) {
    case 'width':
      return 'rows have as many fields as the header';
    case 'quotes':
      return 'quoted fields are closed';
    case 'json':
      return 'every line is a JSON object';
    case 'encoding':
      return 'rows are text in the encoding of the file';
    case 'nul':
      return 'no NUL bytes';
    case 'not_null':
      return `${column} has a value`;
    case 'type':
      return `${column} is ${typeName(value)}`;
    case 'min':
      return `${column} is at least ${written(value)}`;
    case 'max':
      return `${column} is at most ${written(value)}`;
    case 'min_length':
      return `${column} has at least ${countOf(value as number, 'character')}`;
    case 'max_length':
      return `${column} has at most ${countOf(value as number, 'character')}`;
    case 'precision':
      return `${column} has at most ${digitWords(value)}`;
    case 'scale':
      return `${column} has at most ${countOf(value as number, 'decimal')}`;
    case 'format':
      return `${column} is ${formatWords(value)}`;
    case 'pattern':
      return `${column} matches ${written(value)}`;
    case 'allowed':
      return `${column} is one of ${listed(value)}`;
    case 'unique':
      return `${column ?? listed(value)} is different in every row`;
    case 'duplicate':
      return 'no row occurs twice';
    case 'reference': {
      const { columns, keys, file = 'the file itself' } = value as FileReference;
      return `${columns.join(' + ')} ${columns.length === 1 ? 'occurs' : 'occur'} as ${keys.join(' + ')} in ${file}`;
    }
    default:
      return written(value);
  }
};
