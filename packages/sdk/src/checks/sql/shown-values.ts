import { type Contract, fileTable } from '@sightglass/model/contract';
import { secretColumns } from '../secret-columns.ts';
import { columnsRead } from './fence.ts';
import { nodesIn, type SyntaxNode, syntaxTree } from './syntax-tree.ts';

/**
 * Whether the values in a column of the result are starred out. Where the query reads columns of the file alone and renames none, by the column;
 * otherwise all of them, when it reads a personal one anywhere.
 */
export const secretResults = (explained: string, contract: Contract): ((column: string) => boolean) => {
  const secret = contract.columns.filter(({ pii }) => pii).map(({ name }) => name);
  if (secret.length === 0) return () => false;
  if (keepsNames(explained)) return secretColumns(contract);
  const read = columnsRead(explained);
  const readsSecret = read === undefined || [...read].some((text) => secret.some((name) => names(text, name)));
  return () => readsSecret;
};

/** `email`, `f.email`, `email.null`, and `customer` where `customer.email` is meant. */
const names = (text: string, column: string): boolean =>
  `.${text}.`.includes(`.${column}.`) || `.${column}`.includes(`.${text.split('.').at(-1)}.`);

/** One SELECT of plain columns of the file: no alias, no other table, nothing replaced, no union. */
const keepsNames = (explained: string): boolean => {
  const root = syntaxTree(explained);
  if (root === undefined) return false;
  const subqueries = [...nodesIn(root)].filter(({ type }) => type === 'Subquery');
  const lists = subqueries[0]?.children[0]?.children[0];
  const select = lists?.children.length === 1 ? lists.children[0] : undefined;
  if (select?.type !== 'SelectQuery') return false;
  const all = [...nodesIn(select)];
  if (all.some(({ type, hasAlias }) => type === 'WithElement' || (hasAlias && type !== 'TableIdentifier')))
    return false;
  const [columns, tables] = select.children;
  return columns?.type === 'ExpressionList' && columns.children.every(isPlain) && isFileAlone(tables);
};

const isPlain = ({ type, children }: SyntaxNode): boolean =>
  type === 'Identifier' ||
  (type === 'Asterisk' && children.length === 0) ||
  (type === 'QualifiedAsterisk' && children.length === 1 && children[0]?.type === 'Identifier');

const isFileAlone = (tables: SyntaxNode | undefined): boolean => {
  const [element, ...others] = tables?.type === 'TablesInSelectQuery' ? tables.children : [];
  const [table] = element?.children[0]?.children ?? [];
  return others.length === 0 && table?.type === 'TableIdentifier' && table.text === fileTable;
};
