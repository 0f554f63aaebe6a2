import type uPlot from 'uplot';
import { chartAxes, chartDate, chartPadding } from '../../../components/chart/chart-axes.ts';
import type { BrushScale } from '../../../components/chart/brush-scale.ts';
import type { Colors } from '../../../components/chart/use-colors.ts';
import { markSeries } from './mark-series.ts';
import { type Band, markedTones } from './trend.ts';

interface Input {
  readonly width: number;
  readonly colors: Colors;
  readonly band: Band | null;
  readonly format: (value: number) => string;
  readonly scale: Pick<BrushScale, 'fromMs' | 'toMs'>;
}

export const trendOptions = ({ width, colors, band, format, scale }: Input): uPlot.Options => ({
  width,
  height: 172,
  tzDate: chartDate,
  legend: { show: false },
  padding: chartPadding,
  cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 9 } },
  scales: {
    x: { range: [scale.fromMs / 1_000, scale.toMs / 1_000] },
    y: { range: (_, __, most) => [0, Math.max(most, band?.high ?? 0, 1) * 1.12] },
  },
  axes: chartAxes(colors, format),
  series: [
    {},
    { stroke: colors.fluid, width: 1.25, points: { show: true, size: 5, fill: colors.fluid, stroke: colors.fluid } },
    ...markedTones.map((tone) => markSeries(tone, colors)),
  ],
  hooks: {
    drawClear: [(chart) => paintBand(chart, band, colors)],
  },
});

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
