import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { pressSpan } from './press-span.ts';
import { SpanRow } from './SpanRow.tsx';
import type { WaterfallState } from './use-waterfall.ts';
import { useWheel } from './use-wheel.ts';

interface Props {
  readonly state: WaterfallState;
  readonly chosen: string | null;
  readonly onChoose: (spanId: string | null) => void;
}

const rowHeight = 24;

/** Rows of spans; only those in view exist. One listener serves all of them, so that rows stay plain and cheap. */
export const SpanGrid = ({ state, chosen, onChoose }: Props) => {
  const { tree, rows, view, active, hits } = state;
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useWheel(frame, state);
  useFollow(state, (row) => virtual.scrollToIndex(row));
  const { press, click } = spanHandlers(state, onChoose);
  return (
    <div
      ref={frame}
      role="treegrid"
      aria-label="Spans"
      aria-rowcount={rows.length}
      aria-activedescendant={active === null ? undefined : `${id}${active}`}
      tabIndex={0}
      onKeyDown={press}
      onClick={click}
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
              isFolded={state.isFolded(span)}
              isActive={span === active}
              isChosen={state.idOf(span) === chosen}
              isDimmed={hits !== null && !hits.has(span)}
            />
          );
        })}
      </div>
    </div>
  );
};

/** Scrolls to the span that is pointed at. */
const useFollow = ({ active, rowOf }: WaterfallState, scrollTo: (row: number) => void): void => {
  const follow = useEffectEvent(() => {
    const row = active === null ? undefined : rowOf.get(active);
    if (row !== undefined) scrollTo(row);
  });
  useEffect(() => follow(), [active]);
};

/** What keys and presses do, for all rows at once. */
const spanHandlers = (state: WaterfallState, onChoose: Props['onChoose']) => ({
  press: (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (!pressSpan(event.key, event.shiftKey, state, onChoose)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  click: (event: React.MouseEvent) => {
    const target = event.target as Element;
    const row = target.closest('[role="row"]')?.getAttribute('aria-rowindex');
    const span = state.rows[Number(row) - 1];
    if (span === undefined) return;
    if (target.closest('button') !== null) return state.setFolded(span, !state.isFolded(span));
    state.setActive(span);
    onChoose(state.idOf(span));
  },
});
