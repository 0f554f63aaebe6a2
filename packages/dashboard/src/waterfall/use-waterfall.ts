import { useMemo, useState } from 'react';
import {
  buildTree,
  findSpans,
  foldedAtFirst,
  pathTo,
  visibleRows,
  type ShownSpan,
  type ShownTrace,
  type SpanTree,
} from './tree.ts';
import { clampView, panView, wholeView, zoomView, type View } from './view.ts';

/** What of a trace is unfolded, searched for, pointed at and zoomed to. */
export const useWaterfall = (trace: ShownTrace, chosen: string | null) => {
  const tree = useMemo(() => buildTree(trace.spans), [trace.spans]);
  const [words, setWords] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const found = useMemo(() => findSpans(tree, words), [tree, words]);
  const hits = useMemo(() => (words === '' ? null : new Set(found)), [found, words]);
  const active = tree.indexOf.get(activeId ?? '') ?? null;
  const { unfoldTo, ...folding } = useFolding(tree, chosen);
  const zoom = useZoom(trace.durationMs, active === null ? undefined : tree.spans[active]);
  return {
    tree,
    ...folding,
    ...zoom,
    words,
    setWords,
    found,
    hits,
    active,
    idOf: (span: number) => idOf(tree, span),
    setActive: (span: number) => setActiveId(idOf(tree, span)),
    /** Points at a span, unfolding whatever hides it. */
    reveal: (span: number) => {
      unfoldTo(span);
      setActiveId(idOf(tree, span));
    },
  };
};

const useFolding = (tree: SpanTree, chosen: string | null) => {
  const [fold, setFold] = useState<ReadonlySet<string> | null>(null);
  const initial = useMemo(() => unfolded(foldedAtFirst(tree), tree, tree.indexOf.get(chosen ?? '')), [tree, chosen]);
  const folded = fold ?? initial;
  const rows = useMemo(() => visibleRows(tree, folded), [tree, folded]);
  const rowOf = useMemo(() => new Map(rows.map((span, row) => [span, row])), [rows]);
  return {
    folded,
    rows,
    rowOf,
    isFolded: (span: number) => folded.has(idOf(tree, span)),
    setFolded: (span: number, isFolded: boolean) => {
      const next = new Set(folded);
      if (isFolded) next.add(idOf(tree, span));
      else next.delete(idOf(tree, span));
      setFold(next);
    },
    unfoldTo: (span: number) => setFold(unfolded(new Set(folded), tree, span)),
    foldAll: () => setFold(new Set(tree.indexOf.keys())),
    unfoldAll: () => setFold(new Set()),
  };
};

/** `pointed` is the span that zooming centres on. */
const useZoom = (durationMs: number, pointed: ShownSpan | undefined) => {
  const [zoom, setZoom] = useState<View | null>(null);
  const whole = useMemo(() => wholeView(durationMs), [durationMs]);
  const view = zoom ?? whole;
  return {
    view,
    isZoomed: zoom !== null,
    showAll: () => setZoom(null),
    show: (next: View) => setZoom(clampView(next, durationMs)),
    /** Around the time given, else around the span pointed at, else around the middle. */
    zoomBy: (factor: number, atMs = centreOf(view, pointed)) => setZoom(zoomView(view, factor, atMs, durationMs)),
    panBy: (share: number) => setZoom(panView(view, share, durationMs)),
  };
};

const idOf = (tree: SpanTree, span: number): string => tree.spans[span]?.spanId ?? '';

export type WaterfallState = ReturnType<typeof useWaterfall>;

const centreOf = (view: View, span: ShownSpan | undefined): number =>
  span === undefined ? (view.fromMs + view.toMs) / 2 : span.startMs + span.durationMs / 2;

const unfolded = (folded: Set<string>, tree: SpanTree, span: number | undefined): Set<string> => {
  if (span === undefined) return folded;
  for (const parent of pathTo(tree, span)) folded.delete(tree.spans[parent]?.spanId ?? '');
  return folded;
};
