import type { Refusal, Written } from './query-refusals.ts';

interface Slip extends Refusal {
  readonly of: 'word' | 'value' | 'both';
  /** Of the whole word or value. */
  readonly pattern: RegExp;
}

const quote = 'put it in quotes to find the text as it is written';

/** What is begun and not finished: read as text it would find nothing, or everything, and look like an answer. */
const slips: readonly Slip[] = [
  {
    of: 'word',
    pattern: /^-$/u,
    what: 'turns nothing round',
    hint: 'Write -word without a blank to leave something out, or "-" in quotes for the sign.',
  },
  {
    of: 'word',
    pattern: /^[A-Za-z_][\w.@/-]*:$/u,
    what: 'has no value after it',
    hint: `Write key:value without a blank, key:* for any value, or key:"" for an empty one; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^:(?![\d:])/u,
    what: 'has no key before its colon',
    hint: `Write key:value without blanks; or ${quote}.`,
  },
  {
    of: 'value',
    pattern: /^:/u,
    what: 'has two colons after its key',
    hint: `Write key:value, or key:":value" if the value begins with a colon; or ${quote}.`,
  },
  {
    of: 'value',
    pattern: /^\.\.$/u,
    what: 'is a range without ends',
    hint: `Write key:10..20, key:10.. or key:..20; or ${quote}.`,
  },
  {
    of: 'both',
    pattern: /^-?\d*(?:\.\d+)?\.{3,}-?\d+(?:\.\d+)?$|^-?\d+(?:\.\d+)?\.{3,}$/u,
    what: 'has more than two dots',
    hint: `Write key:10..20, key:10.. or key:..20; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^-?\d+(?:\.\d+)?\.\.(?:-?\d+(?:\.\d+)?)?$/u,
    what: 'is a range without a key',
    hint: `Write key:10..20; or ${quote}.`,
  },
  {
    of: 'word',
    pattern: /^(?:[<>]=?)(?:-?\d|$)/u,
    what: 'is a comparison without a key',
    hint: `Write key:>10, without blanks; or ${quote}.`,
  },
  {
    of: 'both',
    pattern: /^\*{2,}$/u,
    what: 'has more than one *',
    hint: `Write * for every record, key:* for any value; or ${quote}.`,
  },
];

/** Why a word or value cannot be meant as it is written; undefined when it can. */
export const slipOf = ({ key, value, negated }: Written & { readonly negated: boolean }): Refusal | undefined => {
  const own = key === undefined ? 'word' : 'value';
  if (negated && own === 'word' && /^(?:AND|OR|NOT|&&|\|\|)$/u.test(value))
    return { what: 'turns an operator round', hint: `Write a condition after -; or ${quote}.` };
  return slips.find(({ of, pattern }) => (of === 'both' || of === own) && pattern.test(value)) ?? bracketSlipOf(value);
};

/** `main(argv)` is a word; `main(argv` and `argv)` are brackets without their partners. */
const bracketSlipOf = (value: string): Refusal | undefined => {
  let open = 0;
  for (const sign of value) {
    if (sign === '(') open += 1;
    if (sign === ')') open -= 1;
    if (open < 0) return { what: 'has a ) that closes nothing', hint: `Open it with (; or ${quote}.` };
  }
  return open === 0
    ? undefined
    : { what: 'opens a bracket that nothing closes', hint: `Close it with ), without a blank; or ${quote}.` };
};
