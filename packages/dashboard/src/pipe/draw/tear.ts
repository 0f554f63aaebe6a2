import { openRowsOf, type OpenRows, type Unexplained } from '@sightglass/model';
import type { Axes, ScreenPoint, Point } from './axes.ts';
import type { Measure } from './measure.ts';

/** Where the pipe is torn open because rows are missing or extra. */
export interface Tear {
  readonly open: readonly OpenRows[];
  /** The run was cut short while it held these rows: nothing is torn. */
  readonly isCutShort: boolean;
  readonly hole: string;
  readonly edges: readonly string[];
  readonly leader: string;
  readonly label: ScreenPoint;
  readonly anchor: 'start' | 'end';
}

export interface TearPosition {
  readonly at: Point;
  readonly bore: number;
  /** How far across the label is. */
  readonly tip: number;
  readonly where: 'inside' | 'before';
}

const halfWidth = 6;
const overhang = 9;

export const layTear = (
  axes: Axes,
  { at: [along, across], bore, tip: depth, where }: TearPosition,
  measure: Measure,
  unexplained: Unexplained,
  isCutShort: boolean,
): Tear => {
  const left = zigzag(along - halfWidth, across - overhang, across + bore + overhang);
  const right = zigzag(along + halfWidth, across - overhang, across + bore + overhang);
  const tip = measure.direction === 'right' ? depth : across + measure.thickness + 20;
  return {
    open: openRowsOf({ state: isCutShort ? 'aborted' : 'succeeded', unexplained }),
    isCutShort,
    hole: axes.area(...left, ...right.toReversed()),
    edges: [axes.line(...left), axes.line(...right)],
    leader: axes.line([along, across + bore + overhang + 3], [along, tip]),
    label: axes.screen(
      measure.direction === 'right' ? [along + (where === 'inside' ? -6 : 6), tip] : [along + 4, tip + 8],
    ),
    anchor: measure.direction === 'right' && where === 'inside' ? 'end' : 'start',
  };
};

/** The break line of an engineering drawing. */
const zigzag = (along: number, from: number, to: number): Point[] => {
  const teeth = Math.max(3, Math.round((to - from) / 9));
  return Array.from({ length: teeth + 1 }, (_, index): Point => {
    const offset = index % 2 === 0 ? -2.5 : 2.5;
    return [along + offset, from + ((to - from) * index) / teeth];
  });
};
