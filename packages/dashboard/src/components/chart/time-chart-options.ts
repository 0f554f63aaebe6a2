import type uPlot from 'uplot';
import { chartAxes, chartDate, chartPadding } from './chart-axes.ts';
import type { Colors } from './use-colors.ts';

/** One figure over time. */
export interface ChartLine {
  readonly name: string;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly role: keyof Colors;
  /** Tells lines of one colour apart. */
  readonly dash: 'solid' | 'dashed' | 'dotted';
}

/** A time in which something held, behind the lines: a tint, and a strip at the foot or the top that is seen without its colour too. */
export interface ChartBand {
  /** What held. */
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly role: 'bad' | 'warn' | 'aside';
  readonly lane: 'lower' | 'upper';
}

interface Input {
  readonly bands: readonly ChartBand[];
  readonly width: number;
  readonly colors: Colors;
  readonly lines: readonly ChartLine[];
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly format: (value: number) => string;
  /** Whether a step without a value parts the line. */
  readonly hasGaps: boolean;
}

const dashes = { solid: [], dashed: [6, 3], dotted: [1.5, 3] } as const;

export const timeChartOptions = ({ width, colors, lines, bands, window, format, hasGaps }: Input): uPlot.Options => ({
  width,
  height: 172,
  tzDate: chartDate,
  legend: { show: false },
  padding: chartPadding,
  cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 7 } },
  scales: {
    x: { range: [window.fromMs / 1_000, window.toMs / 1_000] },
    y: { range: (_, least, most) => [Math.min(0, least) * 1.12, (most > 0 ? most : least < 0 ? 0 : 1) * 1.12] },
  },
  axes: chartAxes(colors, format),
  series: [
    {},
    ...lines.map(({ values, role, dash }) => ({
      stroke: colors[role],
      width: 1.5,
      dash: [...dashes[dash]],
      spanGaps: !hasGaps,
      points: { ...pointsShown(values, hasGaps), size: 5, fill: colors[role], stroke: colors[role] },
    })),
  ],
  ...(bands.length > 0 && { hooks: { drawClear: [(chart) => drawBands(chart, bands, colors)] } }),
});

const stripPx = 4;
const tint = 0.1;

const drawBands = (chart: uPlot, bands: readonly ChartBand[], colors: Colors): void => {
  const { ctx, bbox } = chart;
  const strip = stripPx * devicePixelRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  for (const { fromMs, toMs, role, lane } of bands) {
    const begin = Math.max(bbox.left, chart.valToPos(fromMs / 1_000, 'x', true));
    const end = Math.min(right, chart.valToPos(toMs / 1_000, 'x', true));
    if (begin > right || end < bbox.left) continue;
    const width = Math.max(2 * devicePixelRatio, end - begin);
    ctx.fillStyle = colors[role];
    ctx.globalAlpha = tint;
    ctx.fillRect(begin, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(begin, lane === 'upper' ? bbox.top : bbox.top + bbox.height - strip, width, strip);
  }
  ctx.restore();
};

/** Beside those of a sparse line, points between two gaps are drawn: no line leads to them. */
const pointsShown = (values: ChartLine['values'], hasGaps: boolean): Pick<uPlot.Series.Points, 'show' | 'filter'> => {
  if (isSparse(values)) return { show: true };
  return hasGaps ? { show: true, filter: alone(values) } : { show: false };
};

const alone = (values: ChartLine['values']): number[] =>
  values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null ? [index] : [],
  );

/** So few that a line alone would not show where they are. */
const isSparse = (values: readonly (number | null)[]): boolean => values.filter((value) => value !== null).length <= 30;
