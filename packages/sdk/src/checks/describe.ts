import { countOf, formatCount } from '@sightglass/model';
import type { Expectation } from '@sightglass/model/contract';

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What was expected and what was found, in one sentence. `detail` says what was found, where a count does not. */
export const describe = (expectation: Expectation, count: number, detail?: string): string => {
  const wanted = wantedBy(expectation);
  if (expectation.scope === 'row' || expectation.scope === 'column') {
    if (detail !== undefined) return `${wanted}: not checked, ${detail}`;
    return count === 0 ? wanted : `${wanted}: not so in ${countOf(count, 'row')}`;
  }
  return detail === undefined ? wanted : `${wanted}: ${detail}`;
};

const listed = (value: unknown): string => {
  const items = value as readonly unknown[];
  const shown = items.slice(0, 5).map(String).join(', ');
  return items.length > 5 ? `${shown} …` : shown;
};

const wantedBy = ({ kind, column, value }: Expectation): string => {
  switch (kind) {
    case 'encoding':
      return value === undefined ? 'readable text' : `text in ${written(value)}`;
    case 'line_ends':
      return 'lines end alike';
    case 'missing_columns':
      return 'every column of the contract is there';
    case 'duplicate_columns':
      return 'no column is there twice';
    case 'extra_columns':
      return 'no column besides those of the contract';
    case 'column_order':
      return 'columns in the order of the contract';
    case 'empty':
      return value === 'fail' ? 'the file holds rows' : 'the file may be empty';
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
    case 'text':
      return 'rows are text in the encoding of the file';
    case 'nul':
      return 'no NUL bytes';
    case 'not_null':
      return `${column} has a value`;
    case 'type':
      return `${column} is ${/^[aeiou]/u.test(written(value)) ? 'an' : 'a'} ${written(value)}`;
    case 'min':
      return `${column} is at least ${written(value)}`;
    case 'max':
      return `${column} is at most ${written(value)}`;
    case 'min_length':
      return `${column} has at least ${countOf(value as number, 'character')}`;
    case 'max_length':
      return `${column} has at most ${countOf(value as number, 'character')}`;
    case 'pattern':
      return `${column} matches ${written(value)}`;
    case 'allowed':
      return `${column} is one of ${listed(value)}`;
    case 'unique':
      return `${column ?? listed(value)} is different in every row`;
    case 'duplicate':
      return 'no row is there twice';
    case 'reference': {
      const { file, key } = value as { readonly file: string; readonly key: string };
      return `${column} occurs as ${key} in ${file}`;
    }
    default:
      return written(value);
  }
};
