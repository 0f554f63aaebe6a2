import { parseLogQuery, readLogQuery, type LogTerm } from '@sightglass/model';

/** Whether a text, written without quotes, is read as that very text. */
const isPlain = (key: string | undefined, text: string): boolean => {
  if (!/^[^\s"\\()*-][^\s"\\()*]*$/u.test(text)) return false;
  const [term, ...more] = parseLogQuery(key === undefined ? text : `${key}:${text}`);
  return term !== undefined && more.length === 0 && term.key === key && term.text === text && term.range === undefined;
};

type Written = Pick<LogTerm, 'negated' | 'key' | 'text'> & Partial<LogTerm>;

/** A condition as it is typed; of one that was read before, the very same. */
export const writeTerm = ({
  negated,
  key,
  text,
  prefix = false,
  phrase = !prefix && !isPlain(key, text),
}: Written): string => {
  const value = phrase ? `"${text.replaceAll(/(["\\])/gu, String.raw`\$1`)}"` : `${text}${prefix ? '*' : ''}`;
  return `${negated ? '-' : ''}${key === undefined ? '' : `${key}:`}${value}`;
};

/** Whether a search can name this key. */
export const isSearchable = (key: string): boolean => {
  const [term, ...more] = parseLogQuery(writeTerm({ negated: false, key, text: 'value' }));
  return term?.key === key && more.length === 0;
};

/** The query with one more `key:value`; whatever it said of this value before is replaced. */
export const withTerm = (query: string, key: string, text: string, negated: boolean): string =>
  [...partsWithout(query, key, text).map(bracketed), writeTerm({ key, text, negated })].join(' ');

/** What must hold beside it is left as it was written. */
export const withoutTerm = (query: string, key: string, text: string): string => {
  const parts = partsWithout(query, key, text);
  return parts.length === 1 ? parts.map((part) => part.text).join('') : parts.map(bracketed).join(' ');
};

interface Part {
  readonly text: string;
  /** `a OR b` that stands alone needs brackets beside another condition. */
  readonly isOpen: boolean;
}

const partsWithout = (query: string, key: string, text: string): Part[] =>
  readLogQuery(query)
    .nodes.filter((node) => node.kind !== 'term' || !isOf(node.term, key, text))
    .map((node) => ({
      text: query.slice(node.from, node.to),
      isOpen: node.kind === 'any' && !node.isBracketed,
    }));

const bracketed = ({ text, isOpen }: Part): string => (isOpen ? `(${text})` : text);

/** Whether a query requires a value, excludes it, or does not mention it. */
export const termState = (query: string, key: string, text: string): 'wanted' | 'excluded' | 'none' => {
  const term = parseLogQuery(query).find((each) => isOf(each, key, text));
  if (term === undefined) return 'none';
  return term.negated ? 'excluded' : 'wanted';
};

const isOf = (term: LogTerm, key: string, text: string): boolean =>
  term.key === key && term.text === text && term.prefix !== true;
