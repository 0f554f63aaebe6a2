import { useEffect, useRef, useState } from 'react';
import { useColors } from '../components/chart/use-colors.ts';
import { useWidth } from '../components/chart/use-width.ts';
import { paintOverview } from './paint-overview.ts';
import type { ShownTrace } from './tree.ts';
import type { WaterfallState } from './use-waterfall.ts';
import { clampView } from './view.ts';

const height = 56;

/** As shares of the whole. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const ordered = ({ from, to }: Stretch): Stretch => ({ from: Math.min(from, to), to: Math.max(from, to) });

/** All spans at once, painted by depth. Dragging across it zooms to that stretch. The grid below says the same in words. */
export const Overview = ({ trace, state }: { trace: ShownTrace; state: WaterfallState }) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useColors();
  const [drag, setDrag] = useState<Stretch | null>(null);
  const { tree, view, isZoomed } = state;
  useEffect(() => {
    if (canvas.current !== null && width > 0)
      paintOverview(canvas.current, { tree, colors, width, height, durationMs: trace.durationMs });
  }, [tree, colors, width, trace.durationMs]);
  const share = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const finish = () => {
    if (drag !== null && Math.abs(drag.to - drag.from) > 0.003) {
      const { from, to } = ordered(drag);
      state.show(clampView({ fromMs: from * trace.durationMs, toMs: to * trace.durationMs }, trace.durationMs));
    }
    setDrag(null);
  };
  const zoomed = isZoomed ? { from: view.fromMs / trace.durationMs, to: view.toMs / trace.durationMs } : null;
  const marked = drag === null ? zoomed : ordered(drag);
  return (
    <div
      ref={frame}
      className="relative cursor-crosshair touch-pan-y border-y border-line select-none"
      style={{ height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: share(event), to: share(event) });
      }}
      onPointerMove={(event) => {
        if (drag !== null) setDrag({ ...drag, to: share(event) });
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={state.showAll}
      title="Drag to zoom, double-click for the whole"
    >
      <canvas ref={canvas} aria-hidden="true" className="block" style={{ width, height }} />
      {marked === null ? null : <Marked {...marked} />}
    </div>
  );
};

/** What lies outside the stretch is faded. */
const Marked = ({ from, to }: Stretch) => (
  <>
    <span className="absolute inset-y-0 left-0 bg-paper/75" style={{ width: `${from * 100}%` }} />
    <span className="absolute inset-y-0 right-0 bg-paper/75" style={{ width: `${(1 - to) * 100}%` }} />
    <span
      className="absolute inset-y-0 border-x border-fluid"
      style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
    />
  </>
);
