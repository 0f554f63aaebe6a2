import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';

/** So many rows are drawn as they are; more get a frame of their own that scrolls, and only those in view exist. */
const mostWhole = 60;

/** The rows of a long table that are in view, and the heights of what is above and below them. */
export const useRowWindow = (count: number, rowHeight = 32) => {
  const frame = useRef<HTMLDivElement>(null);
  const isWindowed = count > mostWhole;
  const virtual = useVirtualizer({
    count: isWindowed ? count : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const whole = { above: 0, below: 0, indexes: Array.from({ length: isWindowed ? 0 : count }, (_, index) => index) };
  const shown = isWindowed
    ? {
        above: items[0]?.start ?? 0,
        below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
        indexes: items.map(({ index }) => index),
      }
    : whole;
  return {
    ...shown,
    isWindowed,
    frame,
    measureRow: isWindowed ? virtual.measureElement : undefined,
  };
};
