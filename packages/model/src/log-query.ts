/** One condition of a log search. All conditions of a query must hold. */
export interface LogTerm {
  readonly negated: boolean;
  /** Attribute or field name for `key:value`; absent for text in the body. */
  readonly key?: string;
  /** The word, the phrase without its quotes, or the value. */
  readonly text: string;
  /** True when `text` was quoted: its words must follow one another. */
  readonly phrase: boolean;
}

const term = /(-?)(?:([A-Za-z_][\w.@/-]*):)?(?:"((?:[^"\\]|\\.)*)"?|(\S+))/gu;

/**
 * Parses `words "a phrase" key:value -not -"not this" key:"quoted value"`.
 * Never fails: an unclosed quote runs to the end, a lone `-` or `key:` is text.
 */
export const parseLogQuery = (query: string): LogTerm[] =>
  [...query.matchAll(term)].map(([whole, minus, key, quoted, bare]) => {
    const negated = minus === '-';
    const phrase = quoted !== undefined;
    const text = phrase ? quoted.replaceAll(/\\(.)/gu, '$1') : (bare ?? whole);
    return key === undefined ? { negated, text, phrase } : { negated, key, text, phrase };
  });
