import type { MetricSeries } from '@sightglass/model/rest';
import type { ChartLine } from '../../components/chart/time-chart-options.ts';

export interface MetricLine extends ChartLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly least: number | null;
  readonly most: number | null;
  readonly latest: number | null;
}

const roles = ['fluid', 'ink', 'aside'] as const;
const dashes = ['solid', 'dashed', 'dotted'] as const;

/** As many lines as can be told apart. */
export const mostDrawn = roles.length * dashes.length;

/** The lines of an answer, the highest first; the first {@link mostDrawn} look different. Pure. */
export const metricLines = ({ series }: Pick<MetricSeries, 'series'>): MetricLine[] =>
  series
    .map(({ labels, points }) => {
      const values = points.map(([, value]) => value);
      const known = values.filter((value) => value !== null);
      return {
        labels,
        values,
        least: known.length === 0 ? null : Math.min(...known),
        most: known.length === 0 ? null : Math.max(...known),
        latest: known.at(-1) ?? null,
      };
    })
    .toSorted((a, b) => (b.most ?? -Infinity) - (a.most ?? -Infinity))
    .map((line, index) => ({
      ...line,
      name: nameOf(line.labels),
      role: roles[index % roles.length] ?? 'fluid',
      dash: dashes[Math.floor(index / roles.length) % dashes.length] ?? 'solid',
    }));

const nameOf = (labels: Readonly<Record<string, string>>): string => {
  const values = Object.values(labels);
  return values.length === 0 ? 'all' : values.map((value) => (value === '' ? '(none)' : value)).join(' · ');
};
