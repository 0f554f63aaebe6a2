import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { steadyRows } from './steady-rows.ts';

/** Scrolled further than this a reader is within the list, with or without a pointer. */
const readingFromPx = 160;

/**
 * Rows of a live list that never move under a pointer, a focus or a reader: new ones wait until `show` is called, or nobody is there. Put
 * `frame` around the list. `listKey`: which list it is; another one begins anew.
 */
export const useSteadyRows = <Row>(fresh: readonly Row[], keyOf: (row: Row) => string, listKey: string) => {
  const frame = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ listKey, rows: fresh });
  const steady = steadyRows(shown.listKey === listKey ? shown.rows : [], fresh, keyOf);
  const isHeld = () => {
    const list = frame.current;
    return (
      list !== null && (list.matches(':hover') || list.contains(document.activeElement) || scrollY > readingFromPx)
    );
  };
  const settle = useEffectEvent(() => setShown({ listKey, rows: isHeld() ? steady.rows : fresh }));
  useEffect(() => settle(), [fresh, listKey]);
  useEffect(() => {
    const list = frame.current;
    if (list === null) return;
    const leave = () => requestAnimationFrame(() => settle());
    const left = ['pointerleave', 'focusout'] as const;
    for (const name of left) list.addEventListener(name, leave);
    return () => left.forEach((name) => list.removeEventListener(name, leave));
  }, []);
  return { ...steady, frame, show: () => setShown({ listKey, rows: fresh }) };
};
