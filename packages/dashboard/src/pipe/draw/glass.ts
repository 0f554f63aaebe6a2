import type { Axes, Point } from './axes.ts';

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

/** Ticks on the upper wall, one pane for each nested stage; too many to be seen are left to the reading. */
export const layPanes = (axes: Axes, start: number, end: number, across: number, panes: number): string => {
  if (panes < 2 || panes > 40) return '';
  const step = (end - start) / panes;
  return Array.from({ length: panes - 1 }, (_, index) => {
    const along = start + step * (index + 1);
    return axes.line([along, across - clearance], [along, across - clearance - 5]);
  }).join('');
};

/** The break by which draughtsmen shorten a long pipe: nothing between two bent edges. */
export interface Break {
  readonly hole: string;
  readonly edges: readonly string[];
}

export const layBreak = (axes: Axes, along: number, across: number, bore: number): Break => {
  const [top, bottom] = [across - clearance - 2, across + bore + clearance + 2];
  const edge = (at: number): [Point, Point, Point] => [
    [at - 3, top],
    [at, (top + bottom) / 2],
    [at + 3, bottom],
  ];
  const [left, right] = [edge(along - 5), edge(along + 5)];
  const bent = ([a, b, c]: [Point, Point, Point]) => {
    const [upper, lower] = [(a[1] + b[1]) / 2, (b[1] + c[1]) / 2];
    return `C${axes.at([a[0] + 8, upper])} ${axes.at([c[0] - 8, lower])} ${axes.at(c)}`;
  };
  const back = right.toReversed() as [Point, Point, Point];
  const unbent = `C${axes.at([right[2][0] - 8, (right[1][1] + right[2][1]) / 2])} ${axes.at([right[0][0] + 8, (right[0][1] + right[1][1]) / 2])} ${axes.at(right[0])}`;
  return {
    hole: `M${axes.at(left[0])}${bent(left)}L${axes.at(back[0])}${unbent}Z`,
    edges: [left, right].map((points) => `M${axes.at(points[0])}${bent(points)}`),
  };
};
