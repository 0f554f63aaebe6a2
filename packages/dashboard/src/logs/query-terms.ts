import { parseLogQuery, type LogTerm } from '@sightglass/model';

/** What cannot be taken for a quote, for a `-`, for the rest of an address or for the `*` of a beginning. */
const isPlain = (text: string): boolean => /^(?!\/\/)[^\s"\\-][^\s"\\]*$/u.test(text) && !text.endsWith('*');

type Written = Pick<LogTerm, 'negated' | 'key' | 'text'> & Partial<LogTerm>;

/** A condition as it is typed; of one that was read before, the very same. */
export const writeTerm = ({
  negated,
  key,
  text,
  prefix = false,
  phrase = !prefix && !isPlain(text),
}: Written): string => {
  const value = phrase ? `"${text.replaceAll(/(["\\])/gu, String.raw`\$1`)}"` : `${text}${prefix ? '*' : ''}`;
  return `${negated ? '-' : ''}${key === undefined ? '' : `${key}:`}${value}`;
};

/** Whether a search can name this key. */
export const canAsk = (key: string): boolean => {
  const [term, ...more] = parseLogQuery(writeTerm({ negated: false, key, text: 'value' }));
  return term?.key === key && more.length === 0;
};

/** The query with one more `key:value`; whatever it said of this value before is replaced. */
export const withTerm = (query: string, key: string, text: string, negated: boolean): string =>
  [withoutTerm(query, key, text), writeTerm({ key, text, negated })].filter(Boolean).join(' ');

export const withoutTerm = (query: string, key: string, text: string): string =>
  parseLogQuery(query)
    .filter((term) => !isOf(term, key, text))
    .map(writeTerm)
    .join(' ');

/** Whether a query wants a value, excludes it, or does not mention it. */
export const termState = (query: string, key: string, text: string): 'wanted' | 'excluded' | 'none' => {
  const term = parseLogQuery(query).find((each) => isOf(each, key, text));
  if (term === undefined) return 'none';
  return term.negated ? 'excluded' : 'wanted';
};

const isOf = (term: LogTerm, key: string, text: string): boolean =>
  term.key === key && term.text === text && term.prefix !== true;
