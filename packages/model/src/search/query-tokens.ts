import { QueryProblemFound } from './query-problem.ts';
import { refusalOf } from './query-refusals.ts';
import { slipOf } from './query-slips.ts';

interface QueryRange {
  readonly from: number;
  readonly to: number;
  /** As it stands in the query. */
  readonly text: string;
}

export interface ConditionToken extends QueryRange {
  readonly kind: 'condition';
  readonly negated: boolean;
  readonly key: string | undefined;
  /** The word, phrase or value, without quotes. */
  readonly value: string;
  readonly isQuoted: boolean;
  /** A lone `*`. */
  readonly isEverything: boolean;
}

export type QueryToken =
  | ConditionToken
  | (QueryRange & { readonly kind: 'open'; readonly negated: boolean; readonly key: string | undefined })
  | (QueryRange & { readonly kind: 'close' | 'and' | 'or' | 'not' });

/** `https://…` and `C:\…` are no keys, and `--timeout` is an option rather than a `-` turned round. */
const start = /(-(?!-|\s|\)|$))?(?:([A-Za-z_][\w.@/-]*):(?!\/\/|\\|\s|\)|$))?/uy;
const quoted = /"((?:[^"\\]|\\.)*)("?)/suy;
const blank = /\s+/uy;

/** Cuts a query into conditions, brackets and the words that join them. Raises QueryProblemFound. */
export const queryTokens = (query: string): QueryToken[] => {
  const tokens: QueryToken[] = [];
  let at = 0;
  let open = 0;
  while (at < query.length) {
    at += matchAt(blank, query, at)?.[0].length ?? 0;
    if (at >= query.length) break;
    const token = tokenAt(query, at, open > 0);
    if (token.kind === 'open') open += 1;
    if (token.kind === 'close') open -= 1;
    at = token.to;
    tokens.push(token);
  }
  return tokens.map((token, index) => operatorOf(token, tokens[index + 1]));
};

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const tokenAt = (query: string, from: number, isInBrackets: boolean): QueryToken => {
  if (query[from] === ')') return { kind: 'close', from, to: from + 1, text: ')' };
  const [whole = '', minus, key] = matchAt(start, query, from) ?? [];
  const negated = minus !== undefined;
  const at = from + whole.length;
  if (query[at] === '(') return { kind: 'open', from, to: at + 1, text: query.slice(from, at + 1), negated, key };
  const common = { kind: 'condition', negated, key, from } as const;
  if (query[at] === '"') return { ...common, ...quotedAt(query, from, at, key) };
  const to = endOfWord(query, at, isInBrackets);
  const text = query.slice(from, to);
  const value = query.slice(at, to);
  const refusal = refusalOf({ key, value, rest: query.slice(at) }) ?? slipOf({ key, value, rest: '', negated });
  if (refusal !== undefined) throw new QueryProblemFound({ at: from, text, ...refusal });
  return { ...common, to, text, value, isQuoted: false, isEverything: key === undefined && value === '*' };
};

const quotedAt = (query: string, from: number, at: number, key: string | undefined) => {
  const [whole = '', inner = '', closing] = matchAt(quoted, query, at) ?? [];
  const to = at + whole.length;
  const text = query.slice(from, to);
  if (closing === '') {
    const hint = String.raw`Close it with ", or write \" for the sign itself.`;
    throw new QueryProblemFound({ at, text: query.slice(at), what: 'opens a quote that is not closed', hint });
  }
  if (/[*~^]/u.test(query[to] ?? '')) {
    const hint = 'Only a word or value without quotes may end in *.';
    throw new QueryProblemFound({ at: from, text: `${text}${query[to]}`, what: 'cannot be searched', hint });
  }
  if (key === undefined && inner === '') {
    const hint = 'Write the text between them, or * for every record.';
    throw new QueryProblemFound({ at: from, text, what: 'has nothing between its quotes', hint });
  }
  const value = inner.replaceAll(/\\(["\\])/gu, '$1');
  return { to, text, value, isQuoted: true, isEverything: false };
};

/** Up to the next blank. Within brackets also up to the `)` that closes them: one that a `(` of the word opened belongs to the word. */
const endOfWord = (query: string, from: number, isInBrackets: boolean): number => {
  let depth = 0;
  for (let at = from; at < query.length; at += 1) {
    const sign = query[at] ?? '';
    if (/\s/u.test(sign)) return at;
    if (sign === '(') depth += 1;
    if (sign === ')' && depth === 0 && isInBrackets && at > from) return at;
    if (sign === ')' && depth > 0) depth -= 1;
  }
  return query.length;
};

const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  AND: 'and',
  and: 'and',
  And: 'and',
  '&&': 'and',
  OR: 'or',
  or: 'or',
  Or: 'or',
  '||': 'or',
  NOT: 'not',
};

/** `not` in small letters may be meant either way, so it is refused; as the last word it can only be a word. */
const operatorOf = (token: QueryToken, next: QueryToken | undefined): QueryToken => {
  if (token.kind !== 'condition' || token.isQuoted || token.key !== undefined || token.negated) return token;
  const { from, to, text } = token;
  if (/^not$/iu.test(text) && text !== 'NOT' && next !== undefined && next.kind !== 'close') {
    const hint = 'Write NOT or - to leave out what follows, or "not" in quotes for the word.';
    throw new QueryProblemFound({ at: from, text, what: 'may be a word or turn the next condition round', hint });
  }
  const kind = Object.hasOwn(operators, text) ? operators[text] : undefined;
  return kind === undefined ? token : { kind, from, to, text };
};
