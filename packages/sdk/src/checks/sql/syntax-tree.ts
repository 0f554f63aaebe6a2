/** A node of the tree the engine's own parser has made of a query. */
export interface SyntaxNode {
  /** `Function`, `Identifier`, `Subquery` … */
  readonly type: string;
  /** What stands behind it: a name, a literal. */
  readonly text: string;
  readonly hasAlias: boolean;
  readonly children: SyntaxNode[];
}

const line = /^( *)([A-Za-z:]+)(.*)$/u;
const childCount = / \(children (\d+)\)$/u;
const alias = / \(alias (.*)\)$/u;

/**
 * Reads the answer to `EXPLAIN AST`. Undefined for one that is not a tree: a name with a line break in it could pretend to be other
 * nodes, and then the counts of children do not agree, or what holds nothing has children.
 */
export const syntaxTree = (explained: string): SyntaxNode | undefined => {
  const path: { readonly node: SyntaxNode; readonly expected: number }[] = [];
  let root: SyntaxNode | undefined;
  for (const one of explained.replace(/\n$/u, '').split('\n')) {
    const [, indent = '', type = '', rest = ''] = line.exec(one) ?? [];
    const expected = Number(childCount.exec(rest)?.[1] ?? 0);
    const named = rest.replace(childCount, '');
    const node: SyntaxNode = {
      type,
      text: named.replace(alias, '').trimStart(),
      hasAlias: alias.test(named),
      children: [],
    };
    if (type === '' || indent.length > path.length || (root !== undefined && indent.length === 0)) return undefined;
    if (!closed(path.splice(indent.length))) return undefined;
    const parent = path.at(-1)?.node;
    if (parent !== undefined && leaves.has(parent.type)) return undefined;
    parent?.children.push(node);
    root ??= node;
    path.push({ node, expected });
  }
  return closed(path) ? root : undefined;
};

const leaves: ReadonlySet<string> = new Set(['Identifier', 'TableIdentifier', 'Literal']);

const closed = (left: readonly { readonly node: SyntaxNode; readonly expected: number }[]): boolean =>
  left.every(({ node, expected }) => node.children.length === expected);

/** The node and all within it. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* nodesIn(child);
}
