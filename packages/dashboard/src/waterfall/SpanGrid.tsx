import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { SpanRow } from './SpanRow.tsx';
import type { WaterfallState } from './use-waterfall.ts';
import { useWheel } from './use-wheel.ts';

interface Props {
  readonly state: WaterfallState;
  readonly chosen: string | null;
  readonly onChoose: (spanId: string | null) => void;
}

const rowHeight = 24;

/** Rows of spans; only those in view exist. Arrow keys walk and fold, + and − zoom, Enter opens. */
export const SpanGrid = ({ state, chosen, onChoose }: Props) => {
  const { tree, rows, rowOf, folded, view, active, found } = state;
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useWheel(frame, state);
  const hits = new Set(found);
  const follow = useEffectEvent(() => {
    const row = active === null ? undefined : rowOf.get(active);
    if (row !== undefined) virtual.scrollToIndex(row);
  });
  useEffect(() => follow(), [active]);

  const move = (by: number) => {
    const at = active === null ? -1 : (rowOf.get(active) ?? -1);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) state.setActive(next);
  };
  const press = (event: React.KeyboardEvent) => {
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(1),
      j: () => move(1),
      ArrowUp: () => move(-1),
      k: () => move(-1),
      PageDown: () => move(16),
      PageUp: () => move(-16),
      Home: () => move(-rows.length),
      End: () => move(rows.length),
      ArrowRight: () =>
        event.shiftKey
          ? state.panBy(0.2)
          : active === null
            ? undefined
            : folded.has(active)
              ? state.setFolded(active, false)
              : move(1),
      ArrowLeft: () => (event.shiftKey ? state.panBy(-0.2) : foldOrLeave(state)),
      Enter: () => onChoose(active === null ? null : (tree.spans[active]?.spanId ?? null)),
      '+': () => state.zoomBy(0.5),
      '-': () => state.zoomBy(2),
      '0': state.showAll,
    };
    const act = actions[event.key];
    if (act === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      ref={frame}
      role="treegrid"
      aria-label="Spans"
      aria-rowcount={rows.length}
      aria-activedescendant={active === null ? undefined : `${id}${active}`}
      tabIndex={0}
      onKeyDown={press}
      className="max-h-[560px] overflow-x-hidden overflow-y-auto"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }} role="rowgroup">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const span = rows[index] ?? 0;
          return (
            <SpanRow
              key={span}
              id={`${id}${span}`}
              tree={tree}
              index={span}
              row={index}
              top={start}
              view={view}
              isFolded={folded.has(span)}
              isActive={span === active}
              isChosen={tree.spans[span]?.spanId === chosen}
              isDimmed={state.words !== '' && !hits.has(span)}
              onFold={() => state.setFolded(span, !folded.has(span))}
              onOpen={() => {
                state.setActive(span);
                onChoose(tree.spans[span]?.spanId ?? null);
              }}
            />
          );
        })}
      </div>
    </div>
  );
};

/** Left folds an open span; on a folded one it goes to the parent. */
const foldOrLeave = ({ active, tree, folded, setFolded, setActive }: WaterfallState) => {
  if (active === null) return;
  const hasChildren = (tree.children[active] ?? []).length > 0;
  if (hasChildren && !folded.has(active)) return setFolded(active, true);
  const parent = tree.indexOf.get(tree.spans[active]?.parentSpanId ?? '');
  if (parent !== undefined) setActive(parent);
};
