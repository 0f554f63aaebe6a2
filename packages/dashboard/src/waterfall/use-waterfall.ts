import type { Span, Trace } from '@sightglass/model/api';
import { useMemo, useState } from 'react';
import { buildTree, findSpans, foldedAtFirst, pathTo, visibleRows } from './tree.ts';
import { clampView, panView, wholeView, zoomView, type View } from './view.ts';

/** What of a trace is unfolded, searched for, pointed at and zoomed to. */
export const useWaterfall = (trace: Trace, chosen: string | null) => {
  const tree = useMemo(() => buildTree(trace.spans), [trace.spans]);
  const [fold, setFold] = useState<ReadonlySet<number> | null>(null);
  const [zoom, setZoom] = useState<View | null>(null);
  const [words, setWords] = useState('');
  const [active, setActive] = useState<number | null>(null);

  const initial = useMemo(() => unfoldTo(foldedAtFirst(tree), tree, chosen), [tree, chosen]);
  const folded = fold ?? initial;
  const found = useMemo(() => findSpans(tree, words), [tree, words]);
  const rows = useMemo(() => visibleRows(tree, folded), [tree, folded]);
  const rowOf = useMemo(() => new Map(rows.map((span, row) => [span, row])), [rows]);
  const view = zoom ?? wholeView(trace.durationMs);

  const setFolded = (span: number, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(span);
    else next.delete(span);
    setFold(next);
  };
  /** Points at a span, unfolding whatever hides it. */
  const reveal = (span: number) => {
    const next = new Set(folded);
    for (const parent of pathTo(tree, span)) next.delete(parent);
    setFold(next);
    setActive(span);
  };
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
    active,
    setActive,
    setFolded,
    reveal,
    foldAll: () => setFold(new Set(tree.spans.keys())),
    unfoldAll: () => setFold(new Set()),
    showAll: () => setZoom(null),
    show: (next: View) => setZoom(clampView(next, trace.durationMs)),
    /** Around the time given, else around the span pointed at, else around the middle. */
    zoomBy: (factor: number, atMs = centreOf(view, active === null ? undefined : trace.spans[active])) =>
      setZoom(zoomView(view, factor, atMs, trace.durationMs)),
    panBy: (share: number) => setZoom(panView(view, share, trace.durationMs)),
  };
};

export type WaterfallState = ReturnType<typeof useWaterfall>;

const centreOf = (view: View, span: Span | undefined): number =>
  span === undefined ? (view.fromMs + view.toMs) / 2 : span.startMs + span.durationMs / 2;

const unfoldTo = (folded: Set<number>, tree: ReturnType<typeof buildTree>, spanId: string | null): Set<number> => {
  const span = tree.indexOf.get(spanId ?? '');
  if (span !== undefined) for (const parent of pathTo(tree, span)) folded.delete(parent);
  return folded;
};
