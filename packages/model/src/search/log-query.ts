/** One condition of a log search. All conditions of a query must hold. */
export interface LogTerm {
  readonly negated: boolean;
  /** Attribute or field name for `key:value`; absent for text in the body. */
  readonly key?: string;
  /** The word, the phrase without its quotes, or the value; without the `*` of a beginning. */
  readonly text: string;
  /** True when `text` was quoted: its words must follow one another. */
  readonly phrase: boolean;
  /** Only the beginning of the word or value was given: `word*`, `key:val*`; `key:*` is any value. */
  readonly prefix?: boolean;
}

/** `https://…` and `C:\…` are no keys, and `--timeout` is an option rather than a `-` turned round. */
const term = /(-(?!-))?(?:([A-Za-z_][\w.@/-]*):(?!\/\/|\\))?(?:"((?:[^"\\]|\\.)*)("?)|(\S+))/gu;

/**
 * Parses `words "a phrase" beginn* key:value key:beginn* -not -"not this" key:"quoted value"`.
 * Never fails: an unclosed quote runs to the end, a lone `key:` is text; a lone `-` or `*` says nothing. In quotes `\"` and
 * `\\` stand for one sign, other backslashes for themselves.
 */
export const parseLogQuery = (query: string): LogTerm[] =>
  [...query.matchAll(term)].flatMap(([whole, minus, key, quoted, , bare]) => {
    const negated = minus === '-';
    const phrase = quoted !== undefined;
    const text = phrase ? quoted.replaceAll(/\\(["\\])/gu, '$1') : (bare ?? whole);
    if (key === undefined && !phrase && (text === '-' || text === '*')) return [];
    const prefix = !phrase && text.endsWith('*');
    const own = { negated, text: prefix ? text.slice(0, -1) : text, phrase, ...(prefix ? { prefix } : {}) };
    return key === undefined ? own : { ...own, key };
  });

/** Where in the query a quote opens that nothing closes; undefined when all are closed. */
export const unclosedQuoteAt = (query: string): number | undefined => {
  const open = [...query.matchAll(term)].find(([, , , quoted, closing]) => quoted !== undefined && closing === '');
  return open === undefined ? undefined : open.index + open[0].indexOf('"');
};
