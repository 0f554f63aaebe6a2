import type { DatabaseSystem } from '@sightglass/model';

/** A token of a statement that is free of data and comments. */
export interface SqlToken {
  /** `name` is in quotes, `word` may be a keyword or a name. */
  readonly kind: 'name' | 'word' | 'mark';
  /** Without its quotes. */
  readonly text: string;
  /** A word in capitals; empty of what is in quotes. */
  readonly keyword: string;
}

const quoted = String.raw`"(?:[^"]|"")*"?`;
const backticked = '`[^`]*`?';
const word = String.raw`[\p{L}_#@][\p{L}\p{N}_$#@]*`;
const tokensOf: Readonly<Record<DatabaseSystem, RegExp>> = {
  postgresql: new RegExp(String.raw`${quoted}|${word}|[^\s]`, 'gu'),
  'microsoft.sql_server': new RegExp(String.raw`${quoted}|\[(?:[^\]]|\]\])*\]?|${word}|[^\s]`, 'gu'),
  mysql: new RegExp(`${backticked}|${word}|[^\\s]`, 'gu'),
};

export const sqlTokens = (text: string, system: DatabaseSystem): SqlToken[] =>
  (text.match(tokensOf[system]) ?? []).map(tokenOf);

const closing: Readonly<Record<string, string>> = { '"': '"', '[': ']', '`': '`' };

const tokenOf = (text: string): SqlToken => {
  const [first = ''] = text;
  const end = closing[first];
  if (end !== undefined && text.length > 1) {
    const name = text.slice(1, text.endsWith(end) ? -1 : undefined).replaceAll(end + end, end);
    return { kind: 'name', text: name, keyword: '' };
  }
  if (/[\p{L}_#@]/u.test(first)) return { kind: 'word', text, keyword: text.toUpperCase() };
  return { kind: 'mark', text, keyword: '' };
};
