import type uPlot from 'uplot';
import type { Colors } from '../../../components/chart/use-colors.ts';
import type { MarkedTone } from './trend.ts';

/** Points that differ by shape, for the colour-blind: the solid diamond of failure, a triangle, a square. */
export const markSeries = (tone: MarkedTone, colors: Colors): uPlot.Series => ({
  stroke: 'transparent',
  points: {
    show: true,
    size: 8,
    width: 1.5,
    fill: tone === 'bad' ? colors.bad : colors.paper,
    stroke: colors[tone],
    paths: (chart, series, from, to) => {
      const marks = new Path2D();
      for (let at = from; at <= to; at += 1) addMark(marks, chart, series, at, outlines[tone]);
      return { stroke: marks, fill: marks };
    },
  },
});

type Outline = readonly (readonly [x: number, y: number])[];

/** In half widths from the middle. */
const outlines: Readonly<Record<MarkedTone, Outline>> = {
  bad: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  warn: [
    [0, -1.1],
    [1.1, 0.9],
    [-1.1, 0.9],
  ],
  aside: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
};

const halfWidth = 4.5;

const addMark = (marks: Path2D, chart: uPlot, series: number, at: number, outline: Outline): void => {
  const value = chart.data[series]?.[at];
  const when = chart.data[0][at];
  if (value === null || value === undefined || when === undefined) return;
  const [x, y] = [chart.valToPos(when, 'x', true), chart.valToPos(value, 'y', true)];
  const scale = halfWidth * devicePixelRatio;
  for (const [index, [dx, dy]] of outline.entries()) {
    if (index === 0) marks.moveTo(x + dx * scale, y + dy * scale);
    else marks.lineTo(x + dx * scale, y + dy * scale);
  }
  marks.closePath();
};
