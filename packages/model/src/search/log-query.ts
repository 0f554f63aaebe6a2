import { QueryProblemFound, type QueryProblem } from './query-problem.ts';
import { type QueryToken, queryTokens } from './query-tokens.ts';
import { type LogTerm, termOf } from './query-term.ts';

/** A condition, or several of which all or any must hold; and where it stands in the query. */
export type LogNode = LogTermNode | LogGroupNode;

interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LogTermNode extends Span {
  readonly kind: 'term';
  readonly term: LogTerm;
}

/** `all` of nothing always holds. */
export interface LogGroupNode extends Span {
  readonly kind: 'all' | 'any';
  readonly negated: boolean;
  readonly isBracketed: boolean;
  readonly of: readonly LogNode[];
}

export interface LogQuery {
  /** All of them must hold. */
  readonly nodes: readonly LogNode[];
  /** Why the query cannot be used, and where; then `nodes` are empty. */
  readonly problem?: QueryProblem;
}

const deepest = 32;

/**
 * Reads `words "a phrase" beginn* key:value key:beginn* key:>10 key:10..20 -not`, joined by AND (or nothing), OR, NOT and brackets.
 * `-` and NOT bind closest, then AND, then OR.
 */
export const readLogQuery = (query: string): LogQuery => {
  try {
    return { nodes: nodesOf(query) };
  } catch (error) {
    if (error instanceof QueryProblemFound) return { nodes: [], problem: error.problem };
    throw error;
  }
};

/** The conditions that must hold whatever else does; none of a query that cannot be used. */
export const parseLogQuery = (query: string): LogTerm[] =>
  readLogQuery(query).nodes.flatMap((node) => (node.kind === 'term' ? [node.term] : []));

/** Every condition, wherever it stands, with `negated` as it counts in the end. */
export const termsOfQuery = (nodes: readonly LogNode[], negated = false): LogTerm[] =>
  nodes.flatMap((node) =>
    node.kind === 'term'
      ? [{ ...node.term, negated: node.term.negated !== negated }]
      : termsOfQuery(node.of, node.negated !== negated),
  );

const nodesOf = (query: string): readonly LogNode[] => {
  const reader = { query, tokens: queryTokens(query), next: 0 };
  if (reader.tokens.length === 0) return [];
  const node = readAny(reader, undefined, 0);
  const rest = peek(reader);
  if (rest !== undefined) throw problemAt(rest, 'closes nothing', 'Open it with (, or put the text in quotes.');
  return topOf(node);
};

const topOf = (node: LogNode): readonly LogNode[] =>
  (node.kind === 'all' && !node.negated && !node.isBracketed ? node.of : [node]).filter((part) => !isEverything(part));

const isEverything = (node: LogNode): boolean => node.kind === 'all' && !node.negated && node.of.length === 0;

interface Reader {
  readonly query: string;
  readonly tokens: readonly QueryToken[];
  next: number;
}

const peek = ({ tokens, next }: Reader): QueryToken | undefined => tokens[next];
const problemAt = (token: QueryToken, what: string, hint: string) =>
  new QueryProblemFound({ at: token.from, text: token.text, what, hint });

const isEnd = (token: QueryToken | undefined): token is undefined =>
  token === undefined || token.kind === 'close' || token.kind === 'or';

const readAny = (reader: Reader, key: string | undefined, depth: number): LogNode => {
  const branches = [readAll(reader, key, depth)];
  while (peek(reader)?.kind === 'or') {
    reader.next += 1;
    branches.push(readAll(reader, key, depth));
  }
  return joined('any', branches);
};

const readAll = (reader: Reader, key: string | undefined, depth: number): LogNode => {
  const parts = [readPart(reader, key, depth)];
  while (!isEnd(peek(reader))) {
    if (peek(reader)?.kind === 'and') reader.next += 1;
    parts.push(readPart(reader, key, depth));
  }
  return joined('all', parts);
};

/** Without brackets `a b` in `a b c` is no group of its own. */
const joined = (kind: 'all' | 'any', parts: readonly LogNode[]): LogNode => {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a query has parts');
  return parts.length === 1
    ? first
    : { kind, negated: false, isBracketed: false, of: parts, from: first.from, to: last.to };
};

const readPart = (reader: Reader, key: string | undefined, depth: number): LogNode => {
  const token = peek(reader);
  reader.next += 1;
  if (token?.kind === 'not') return negatedNode(readPart(reader, key, depth), token.from);
  if (token?.kind === 'open') return readGroup(reader, token, key, depth + 1);
  if (token?.kind !== 'condition') throw missingPart(reader.tokens[reader.next - 2], token);
  const { from, to, negated } = token;
  return token.isEverything
    ? { kind: 'all', negated, isBracketed: false, of: [], from, to }
    : { kind: 'term', term: termOf(token, key), from, to };
};

const readGroup = (
  reader: Reader,
  open: QueryToken & { kind: 'open' },
  key: string | undefined,
  depth: number,
): LogNode => {
  if (depth > deepest) throw problemAt(open, `is bracket ${depth} within others`, `At most ${deepest} may nest.`);
  if (key !== undefined && open.key !== undefined)
    throw problemAt(open, `names a key within ${key}:( )`, 'Close the brackets before the next key.');
  const of = readAny(reader, open.key ?? key, depth);
  const close = peek(reader);
  if (close?.kind !== 'close')
    throw problemAt(open, 'opens a bracket that nothing closes', 'Close it with ), or put the text in quotes.');
  reader.next += 1;
  const whole = { from: open.from, to: close.to, isBracketed: true };
  return of.kind === 'term' || of.isBracketed || of.of.length === 0
    ? { kind: 'all', negated: open.negated, of: [of], ...whole }
    : { ...of, negated: of.negated !== open.negated, ...whole };
};

const negatedNode = (node: LogNode, from: number): LogNode =>
  node.kind === 'term'
    ? { ...node, term: { ...node.term, negated: !node.term.negated }, from }
    : { ...node, negated: !node.negated, from };

const missingPart = (before: QueryToken | undefined, token: QueryToken | undefined): QueryProblemFound => {
  const asText = (word: QueryToken) => `Write one, or "${word.text}" in quotes for the word.`;
  if (before?.kind === 'open' && token?.kind === 'close')
    return problemAt(before, 'opens brackets with nothing in them', 'Write a condition, or put the text in quotes.');
  if (before !== undefined && before.kind !== 'open' && before.kind !== 'close')
    return problemAt(before, 'has no condition after it', asText(before));
  if (before?.kind === 'open' && token === undefined)
    return problemAt(before, 'opens a bracket that nothing closes', 'Close it with ), or put the text in quotes.');
  if (token === undefined) throw new Error('a query without tokens is not read');
  return token.kind === 'close'
    ? problemAt(token, 'closes nothing', 'Open it with (, or put the text in quotes.')
    : problemAt(token, 'has no condition before it', asText(token));
};
