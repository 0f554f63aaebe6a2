import { useEffect, useEffectEvent } from 'react';
import type { WaterfallState } from './use-waterfall.ts';

/** Ctrl + wheel (or a pinch) zooms around the pointer; a sideways wheel pans. The plain wheel still scrolls. */
export const useWheel = (frame: React.RefObject<HTMLDivElement | null>, state: WaterfallState): void => {
  const turn = useEffectEvent((event: WheelEvent) => {
    const isZoom = event.ctrlKey || event.metaKey;
    const isPan = !isZoom && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY));
    if (!isZoom && !isPan) return;
    event.preventDefault();
    if (isPan) return state.panBy((event.deltaX || event.deltaY) / 1000);
    const bars = frame.current?.querySelector('[data-bars]')?.getBoundingClientRect();
    if (bars === undefined) return;
    const share = Math.min(1, Math.max(0, (event.clientX - bars.left) / bars.width));
    const { fromMs, toMs } = state.view;
    state.zoomBy(Math.exp(event.deltaY / 300), fromMs + (toMs - fromMs) * share);
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const listen = (event: WheelEvent) => turn(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [frame]);
};
