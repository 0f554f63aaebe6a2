/** A point of the pipe: how far along the flow, and how far across it. */
export type Point = readonly [along: number, across: number];

/** A point of the screen. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'right' | 'down';

/** Turns points of the pipe into points of the screen and into SVG paths, whichever way the rows flow. */
export const axesOf = (direction: Direction) => {
  const at = ([along, across]: Point): string => {
    const [x, y] = direction === 'right' ? [along, across] : [across, along];
    return `${round(x)} ${round(y)}`;
  };
  const line = (...points: readonly Point[]): string => `M${points.map(at).join('L')}`;
  return {
    at,
    screen: ([along, across]: Point) => (direction === 'right' ? { x: along, y: across } : { x: across, y: along }),
    line,
    area: (...points: readonly Point[]): string => `${line(...points)}Z`,
    /** A ribbon between two edges that bends in the middle. */
    ribbon: (from: readonly [Point, Point], to: readonly [Point, Point]): string => {
      const middle = (from[0][0] + to[0][0]) / 2;
      const bend = (a: Point, b: Point) => `C${at([middle, a[1]])} ${at([middle, b[1]])} ${at(b)}`;
      return `M${at(from[0])}${bend(from[0], to[0])}L${at(to[1])}${bend(to[1], from[1])}Z`;
    },
    bend: (from: Point, to: Point): string => {
      const middle = (from[0] + to[0]) / 2;
      return `M${at(from)}C${at([middle, from[1]])} ${at([middle, to[1]])} ${at(to)}`;
    },
  };
};

export type Axes = ReturnType<typeof axesOf>;

const round = (value: number): number => Math.round(value * 100) / 100;
