import type uPlot from 'uplot';
import type { Colors } from '../../components/use-colors.ts';
import type { Band } from './trend.ts';

interface Input {
  readonly width: number;
  readonly colors: Colors;
  readonly band: Band | null;
  readonly format: (value: number) => string;
  readonly onPoint: (index: number | null) => void;
}

const font = '11px "Inter Variable", system-ui, sans-serif';

export const trendOptions = ({ width, colors, band, format, onPoint }: Input): uPlot.Options => ({
  width,
  height: 172,
  legend: { show: false },
  padding: [8, 8, 0, 0],
  cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 9 } },
  scales: { y: { range: (_, __, most) => [0, Math.max(most, band?.high ?? 0, 1) * 1.12] } },
  axes: [
    {
      font,
      stroke: colors.dim,
      grid: { show: false },
      ticks: { stroke: colors.line, size: 4, width: 1 },
      space: 72,
      size: 28,
      values: (_, ticks, __, ___, step) => ticks.map((tick) => formatTick(tick, step)),
    },
    {
      font,
      stroke: colors.dim,
      grid: { stroke: colors.line, width: 1 },
      ticks: { show: false },
      size: 64,
      space: 40,
      values: (_, ticks) => ticks.map(format),
    },
  ],
  series: [
    {},
    { stroke: colors.fluid, width: 1.25, points: { show: true, size: 5, fill: colors.fluid, stroke: colors.fluid } },
    { stroke: 'transparent', points: { show: true, size: 8, width: 2, fill: colors.paper, stroke: colors.bad } },
  ],
  hooks: {
    drawClear: [(chart) => paintBand(chart, band, colors)],
    setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
  },
});

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** As fine as the step between ticks, in seconds. */
const formatTick = (seconds: number, step: number): string => {
  const format = step >= 86_400 ? date : step < 60 ? exactClock : clock;
  return format.format(new Date(seconds * 1000));
};

const paintBand = (chart: uPlot, band: Band | null, colors: Colors): void => {
  if (band === null) return;
  const { ctx, bbox } = chart;
  const top = chart.valToPos(band.high, 'y', true);
  const bottom = chart.valToPos(band.low, 'y', true);
  ctx.save();
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = colors.fluid;
  ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  ctx.restore();
};
