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
  const [fold, setFold] = useState<ReadonlySet<string> | null>(null);
  const [zoom, setZoom] = useState<View | null>(null);
  const [words, setWords] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);

  const initial = useMemo(() => unfoldTo(foldedAtFirst(tree), tree, tree.indexOf.get(chosen ?? '')), [tree, chosen]);
  const folded = fold ?? initial;
  const found = useMemo(() => findSpans(tree, words), [tree, words]);
  const hits = useMemo(() => (words === '' ? null : new Set(found)), [found, words]);
  const rows = useMemo(() => visibleRows(tree, folded), [tree, folded]);
  const rowOf = useMemo(() => new Map(rows.map((span, row) => [span, row])), [rows]);
  const whole = useMemo(() => wholeView(trace.durationMs), [trace.durationMs]);
  const view = zoom ?? whole;
  const active = tree.indexOf.get(activeId ?? '') ?? null;
  const idOf = (span: number) => tree.spans[span]?.spanId ?? '';

  return {
    tree,
    rows,
    rowOf,
    folded,
    view,
    isZoomed: zoom !== null,
    words,
    setWords,
    found,
    hits,
    active,
    idOf,
    setActive: (span: number) => setActiveId(idOf(span)),
    isFolded: (span: number) => folded.has(idOf(span)),
    setFolded: (span: number, isFolded: boolean) => {
      const next = new Set(folded);
      if (isFolded) next.add(idOf(span));
      else next.delete(idOf(span));
      setFold(next);
    },
    /** Points at a span, unfolding whatever hides it. */
    reveal: (span: number) => {
      setFold(unfoldTo(new Set(folded), tree, span));
      setActiveId(idOf(span));
    },
    foldAll: () => setFold(new Set(tree.indexOf.keys())),
    unfoldAll: () => setFold(new Set()),
    showAll: () => setZoom(null),
    show: (next: View) => setZoom(clampView(next, trace.durationMs)),
    /** Around the time given, else around the span pointed at, else around the middle. */
    zoomBy: (factor: number, atMs = centreOf(view, active === null ? undefined : tree.spans[active])) =>
      setZoom(zoomView(view, factor, atMs, trace.durationMs)),
    panBy: (share: number) => setZoom(panView(view, share, trace.durationMs)),
  };
};

export type WaterfallState = ReturnType<typeof useWaterfall>;

const centreOf = (view: View, span: ShownSpan | undefined): number =>
  span === undefined ? (view.fromMs + view.toMs) / 2 : span.startMs + span.durationMs / 2;

const unfoldTo = (folded: Set<string>, tree: SpanTree, span: number | undefined): Set<string> => {
  if (span === undefined) return folded;
  for (const parent of pathTo(tree, span)) folded.delete(tree.spans[parent]?.spanId ?? '');
  return folded;
};
