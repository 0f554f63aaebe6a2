export interface Written {
  readonly key: string | undefined;
  /** Without the key. */
  readonly value: string;
  /** The query from the value on. */
  readonly rest: string;
}

export interface Refusal {
  readonly what: string;
  readonly hint: string;
}

interface Rule extends Refusal {
  readonly of: 'word' | 'value' | 'both';
  readonly pattern: RegExp;
}

const quote = 'put it in quotes to find the text as it is written';

/** What other search languages write and this one has not: found as text it would answer another question. */
const rules: readonly Rule[] = [
  {
    of: 'both',
    pattern: /^[[{]\S+\s+TO\s+\S+[\]}]/u,
    what: 'is a range of another language',
    hint: 'Write key:10..20, key:>10 or key:<=20.',
  },
  {
    of: 'value',
    pattern: /^(?:=|!|~)/u,
    what: 'is a comparison of another language',
    hint: `Write key:value, -key:value, key:beginn* or key:>10; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^!(?:[\p{L}"(])/u,
    what: 'begins with !',
    hint: `Write - or NOT to leave something out; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^\+[\p{L}"(]/u,
    what: 'begins with +',
    hint: `Leave the + out: all conditions must hold; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^(?:>=?|<=?|!=|=~|!~)(?=\s)/u,
    what: 'is a comparison without a key',
    hint: `Write key:>10, without blanks; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^[A-Za-z_][\w.]*(?:[<>]=?|!=|==|=~|!~)-?(?:\d|")/u,
    what: 'is a comparison of another language',
    hint: `Write key:>10, key:value or -key:value; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^\{[\w.]+\s*(?:=|!=|=~|!~)\s*"/u,
    what: 'selects as another language does',
    hint: `Write service:name or key:value; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^\|\s*(?:json|logfmt|stats|fields|sort|limit|head|tail|where|filter|count|uniq|top|line_format)\b/u,
    what: 'begins a pipe, which a search has not',
    hint: 'Leave it out; facets and the histogram count what was found.',
  },
  {
    of: 'both',
    pattern: /^\/\S*[*+?()|^$[\]\\]\S*\/[a-z]*(?=[\s)]|$)/u,
    what: 'is a regular expression, which a search has not',
    hint: `Write words, beginn* or "a phrase"; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^\w+[~^]\d*(?:\.\d+)?(?=[\s)]|$)/u,
    what: 'is a fuzzy search of another language',
    hint: `Write beginn* for words that begin so; or ${quote}.`,
  },
];

/** Why a word or value cannot be used as it is written; undefined when it can. */
export const refusalOf = ({ key, value, rest }: Written): Refusal | undefined => {
  if (key === '_exists_') return { what: 'is written otherwise here', hint: `Write ${value}:* instead.` };
  const own = key === undefined ? 'word' : 'value';
  const rule = rules.find(({ of, pattern }) => (of === 'both' || of === own) && pattern.test(rest));
  if (rule !== undefined) return rule;
  if (/\*(?=.)/su.test(value) && /[\p{L}\p{N}]/u.test(value))
    return { what: 'has a * that is not at its end', hint: `Write beginn* for what begins so; or ${quote}.` };
  return undefined;
};
