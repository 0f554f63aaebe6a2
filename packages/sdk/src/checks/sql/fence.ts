import { castFunctions, isAllowedFunction, isAllowedType, setFunctions } from './allowed-functions.ts';
import { nodesIn, type SyntaxNode, syntaxTree } from './syntax-tree.ts';

/** Why a query is refused. */
export interface Refusal {
  readonly message: string;
  /** Where in the query it is to be found. */
  readonly word?: string;
}

/** The query as part of one of ours, which is the same when it is explained and when it is run. */
export const wrapped = (sql: string, what = '*'): string => `SELECT ${what} FROM (\n${sql}\n)`;

const allowedNodes: ReadonlySet<string> = new Set(
  `SelectWithUnionQuery SelectIntersectExceptQuery SelectQuery ExpressionList Subquery Identifier TableIdentifier Literal Function
  Asterisk QualifiedAsterisk ColumnsTransformerList ColumnsExceptTransformer ColumnsReplaceTransformer ColumnsReplaceTransformer::Replacement
  TablesInSelectQuery TablesInSelectQueryElement TableExpression TableJoin ArrayJoin WithElement OrderByElement
  WindowDefinition WindowListElement ColumnsRegexpMatcher ColumnsListMatcher`.split(/\s+/u),
);

const hints: Readonly<Record<string, string>> = {
  Set: 'SETTINGS are not allowed; the limits of the engine cannot be changed',
  ColumnsApplyTransformer: 'APPLY is not allowed; write the function around each column',
  QueryParameter: 'parameters such as {name:String} are not allowed; write the value',
};

/** Refuses what is not on the list; undefined for a query that may be run. `explained` is the answer to `EXPLAIN AST` of {@link wrapped}. */
export const refusalOf = (explained: string): Refusal | undefined => {
  const root = syntaxTree(explained);
  const own = root === undefined ? undefined : within(root);
  if (own === undefined)
    return { message: 'it is not one SELECT; write one, without a second statement or an unmatched bracket' };
  for (const node of nodesIn(own)) {
    const refusal = refusedNode(node);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** The query of the contract within ours; undefined where ours is not as we wrote it: the other closed its bracket. */
const within = (root: SyntaxNode): SyntaxNode | undefined => {
  const select = only(only(root, 'SelectWithUnionQuery'), 'ExpressionList');
  if (select?.type !== 'SelectQuery' || select.children.length !== 2) return undefined;
  const [columns, tables] = select.children;
  if (only(columns, 'ExpressionList')?.type !== 'Asterisk') return undefined;
  const subquery = only(only(only(tables, 'TablesInSelectQuery'), 'TablesInSelectQueryElement'), 'TableExpression');
  return subquery?.hasAlias === true ? undefined : only(subquery, 'Subquery');
};

/** The one child of a node of this type. */
const only = (node: SyntaxNode | undefined, type: string): SyntaxNode | undefined =>
  node?.type === type && node.children.length === 1 ? node.children[0] : undefined;

const refusedNode = (node: SyntaxNode): Refusal | undefined => {
  const { type, text, children } = node;
  if (!allowedNodes.has(type)) return { message: hints[type] ?? `${type} is not allowed in it` };
  if (type === 'TableIdentifier' && !/^[A-Za-z_]\w*$/u.test(text)) return foreignTable(text);
  if (type === 'TableExpression') {
    const called = children.find((child) => child.type === 'Function');
    if (called !== undefined) return { ...foreignTable(called.text), message: tableFunction(called.text) };
  }
  return type === 'Function' ? refusedFunction(node) : undefined;
};

const tableFunction = (name: string): string =>
  `the table function ${name} is not allowed; read from the table "file", or from a file named in "tables"`;

/** Where the engine keeps the rows of a recursion. */
const temporary = '_temporary_and_external_tables';

const foreignTable = (name: string): Refusal =>
  name.startsWith(temporary)
    ? { message: 'WITH RECURSIVE is not allowed; write the query without it' }
    : namedTable(name);

const namedTable = (name: string): Refusal => ({
  message: `the table "${name}" is not allowed; read from the table "file", or from a file named in "tables"`,
  word: name,
});

const refusedFunction = ({ text, children }: SyntaxNode): Refusal | undefined => {
  if (!isAllowedFunction(text))
    return {
      message: `the function ${text} is not allowed; functions of values, dates, texts and arrays and aggregates are`,
      word: text,
    };
  const name = text.toLowerCase();
  const second = children[0]?.children[1];
  if (castFunctions.has(name) && (second?.type !== 'Literal' || !isAllowedType(second.text)))
    return { message: `a value cannot be cast to ${second?.text ?? 'nothing'}; cast to a plain type`, word: text };
  if (setFunctions.has(name) && second?.type === 'Identifier')
    return { message: `IN needs a list or a query; write IN (SELECT … FROM ${second.text})`, word: second.text };
  return undefined;
};

/** A query without FROM reads its one row; named in a query it is refused before. */
const rowOfNothing = 'system.one';

const tableLine = /^\s*TABLE id: \d+, (?:alias: \w+, )?table_name: (.+)$/u;

/** What the engine resolves the query to names no tables but these, with their database. `explained` is the answer to `EXPLAIN QUERY TREE`. */
export const foreignTableIn = (explained: string, known: ReadonlySet<string>): Refusal | undefined => {
  for (const one of explained.split('\n')) {
    if (!/^\s*TABLE(?:_FUNCTION)? id: /u.test(one)) continue;
    const name = tableLine.exec(one)?.[1];
    if (name === rowOfNothing) continue;
    if (name === undefined || !known.has(name)) return foreignTable(name ?? one.trim());
  }
  return undefined;
};

/** What has to be refused before the engine parses it: a second statement would be run at once. */
export const refusedText = (sql: string): Refusal | undefined => {
  if (sql.includes(';'))
    return { message: String.raw`";" is not allowed: write one statement, and in a text '\x3B'`, word: ';' };
  return sql.includes('\0') ? { message: 'a NUL character is not allowed' } : undefined;
};

/** Names of columns that are read by a query; undefined where it reads all: with an asterisk, or by a pattern. */
export const columnsRead = (explained: string): ReadonlySet<string> | undefined => {
  const root = syntaxTree(explained);
  const own = root === undefined ? undefined : within(root);
  if (own === undefined) return undefined;
  const names = new Set<string>();
  for (const node of nodesIn(own)) {
    const isCount = node.type === 'Function' && node.text.toLowerCase() === 'count';
    if (readsAll.has(node.type)) return undefined;
    if (isCount && node.children[0]?.children.every(({ type }) => type === 'Asterisk') === true)
      node.children.splice(0);
    if (node.type === 'Identifier') names.add(node.text);
  }
  return names;
};

const readsAll: ReadonlySet<string> = new Set(['Asterisk', 'QualifiedAsterisk', 'ColumnsRegexpMatcher']);
