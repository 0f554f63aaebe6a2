import { parseLogQuery, type LogTerm } from '@sightglass/model';

const isPlain = /^[^\s"\\-][^\s"\\]*$/u;

export const writeTerm = ({ negated, key, text }: Pick<LogTerm, 'negated' | 'key' | 'text'>): string => {
  const quoted = isPlain.test(text) ? text : `"${text.replaceAll(/(["\\])/gu, String.raw`\$1`)}"`;
  return `${negated ? '-' : ''}${key === undefined ? '' : `${key}:`}${quoted}`;
};

/** The query with one more `key:value`; whatever it said of this value before is replaced. */
export const withTerm = (query: string, key: string, text: string, negated: boolean): string =>
  [withoutTerm(query, key, text), writeTerm({ key, text, negated })].filter(Boolean).join(' ');

export const withoutTerm = (query: string, key: string, text: string): string =>
  parseLogQuery(query)
    .filter((term) => term.key !== key || term.text !== text)
    .map(rewrite)
    .join(' ');

/** A word that was quoted stays quoted: `"10 ms"` and `"a"` are phrases, not words. */
const rewrite = (term: LogTerm): string =>
  term.phrase && isPlain.test(term.text)
    ? `${term.negated ? '-' : ''}${term.key === undefined ? '' : `${term.key}:`}"${term.text}"`
    : writeTerm(term);

/** Whether a query asks for a value, shuts it out, or says nothing of it. */
export const termState = (query: string, key: string, text: string): 'wanted' | 'excluded' | 'none' => {
  const term = parseLogQuery(query).find((each) => each.key === key && each.text === text);
  if (term === undefined) return 'none';
  return term.negated ? 'excluded' : 'wanted';
};
