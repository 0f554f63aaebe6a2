import type { Span, Trace } from '@sightglass/model/rest';

/** A span as it is drawn: of a stage that was stopped the page knows that this is no error. */
export type ShownSpan = Omit<Span, 'status'> & { readonly status: Span['status'] | 'STOPPED' };
export type ShownTrace = Omit<Trace, 'spans'> & { readonly spans: readonly ShownSpan[] };

/** The spans of a trace as a forest, by index into `spans`. Built once; folding and searching walk it. */
export interface SpanTree {
  readonly spans: readonly ShownSpan[];
  readonly roots: readonly number[];
  readonly children: readonly (readonly number[])[];
  readonly depth: Int32Array;
  /** Spans below each span. */
  readonly below: Int32Array;
  readonly indexOf: ReadonlyMap<string, number>;
}

const none: readonly number[] = [];

/** A span whose parent has not arrived is a root; a loop of parents is cut where it begins. */
export const buildTree = (spans: readonly ShownSpan[]): SpanTree => {
  const indexOf = new Map(spans.map((span, index) => [span.spanId, index]));
  const children: number[][] = [];
  const roots: number[] = [];
  for (const [index, span] of spans.entries()) {
    const parent = span.parentSpanId === null ? undefined : indexOf.get(span.parentSpanId);
    if (parent === undefined || parent === index) roots.push(index);
    else (children[parent] ??= []).push(index);
  }
  const tree = {
    spans,
    roots,
    children: spans.map((_, index) => children[index] ?? none),
    depth: new Int32Array(spans.length).fill(-1),
    below: new Int32Array(spans.length),
    indexOf,
  };
  for (const root of roots) measure(tree, root);
  for (let index = 0; index < spans.length; index += 1) {
    if (tree.depth[index] !== -1) continue;
    roots.push(index);
    measure(tree, index);
  }
  return tree;
};

/** Sets depths on the way down and counts on the way up; an explicit stack, for chains of any length. */
const measure = ({ children, depth, below }: SpanTree, root: number): void => {
  depth[root] = 0;
  const order = [root];
  for (let at = 0; at < order.length; at += 1) {
    const index = order[at] ?? 0;
    for (const child of children[index] ?? none) {
      if (depth[child] !== -1) continue;
      depth[child] = (depth[index] ?? 0) + 1;
      order.push(child);
    }
  }
  for (const index of order.toReversed()) {
    below[index] = (children[index] ?? none).reduce((sum, child) => sum + 1 + ownBelow(depth, below, index, child), 0);
  }
};

const ownBelow = (depth: Int32Array, below: Int32Array, parent: number, child: number): number =>
  (depth[child] ?? 0) > (depth[parent] ?? 0) ? (below[child] ?? 0) : 0;

/** The spans in view, in order of the tree. Only what is unfolded is walked. `folded` holds span ids, as indexes move when spans arrive. */
export const visibleRows = (tree: SpanTree, folded: ReadonlySet<string>): number[] => {
  const rows: number[] = [];
  const stack = tree.roots.toReversed();
  while (stack.length > 0) {
    const index = stack.pop() ?? 0;
    rows.push(index);
    if (folded.has(tree.spans[index]?.spanId ?? '')) continue;
    const children = tree.children[index] ?? none;
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at] ?? 0;
      if ((tree.depth[child] ?? 0) > (tree.depth[index] ?? 0)) stack.push(child);
    }
  }
  return rows;
};

/** Folds every level that would bring more rows than can be taken in at once. */
export const foldedAtFirst = (tree: SpanTree, most = 120): Set<string> => {
  const folded = new Set<string>();
  let level: readonly number[] = tree.roots;
  let rows = level.length;
  while (level.length > 0) {
    const next = level.flatMap((index) => tree.children[index] ?? none);
    rows += next.length;
    if (rows > most) {
      for (const index of level)
        if ((tree.children[index] ?? none).length > 0) folded.add(tree.spans[index]?.spanId ?? '');
      return folded;
    }
    level = next;
  }
  return folded;
};

export const pathTo = (tree: SpanTree, index: number): number[] => {
  const path = new Set<number>();
  let at: number | undefined = index;
  while (at !== undefined && !path.has(at)) {
    path.add(at);
    at = tree.indexOf.get(tree.spans[at]?.parentSpanId ?? '');
  }
  return [...path].slice(1);
};

/** Spans whose name, service or stage holds the words; `error` also finds spans that failed. */
export const findSpans = (tree: SpanTree, words: string): number[] => {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return tree.spans.flatMap((span, index) => {
    const isError = wanted === 'error' && span.status === 'ERROR';
    const text = `${span.name} ${span.service} ${span.spanId}`.toLowerCase();
    return isError || text.includes(wanted) ? [index] : [];
  });
};
