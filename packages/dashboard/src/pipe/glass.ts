import type { Axes } from './axes.ts';

const clearance = 3;

/** The two walls. */
export const layGlass = (axes: Axes, start: number, end: number, across: number, bore: number): string[] => [
  axes.line([start, across - clearance], [end, across - clearance]),
  axes.line([start, across + bore + clearance], [end, across + bore + clearance]),
];

export const layFlange = (axes: Axes, along: number, across: number, bore: number): string =>
  axes.area(
    [along - 1.5, across - clearance - 4],
    [along + 1.5, across - clearance - 4],
    [along + 1.5, across + bore + clearance + 4],
    [along - 1.5, across + bore + clearance + 4],
  );

/** What closes a pipe that was cut short. */
export const layCap = (axes: Axes, end: number, across: number, bore: number): string =>
  axes.area(
    [end - 3, across - clearance - 8],
    [end + 3, across - clearance - 8],
    [end + 3, across + bore + clearance + 8],
    [end - 3, across + bore + clearance + 8],
  );

/** Ticks on the upper wall, one pane for each nested stage; too many to tell apart are left to the reading. */
export const layPanes = (axes: Axes, start: number, end: number, across: number, panes: number): string => {
  if (panes < 2 || panes > 40) return '';
  const step = (end - start) / panes;
  return Array.from({ length: panes - 1 }, (_, index) => {
    const along = start + step * (index + 1);
    return axes.line([along, across - clearance], [along, across - clearance - 5]);
  }).join('');
};
