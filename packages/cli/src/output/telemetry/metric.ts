import { metricFormat, metricSentence, metricUnit } from '@sightglass/model';
import type { MetricName, MetricSeries } from '@sightglass/model/rest';
import { formatCount, formatInstant } from '../format.ts';
import type { Style } from '../style.ts';
import { renderTable, type Column } from '../table.ts';
import { shortName } from '../text.ts';

const nameColumns: Column<MetricName>[] = [
  { title: 'NAME', cell: ({ name }) => shortName(name, 80) },
  {
    title: 'TYPE',
    cell: ({ type, isMonotonic = false }) => (type === 'sum' && isMonotonic ? 'counter' : type.replaceAll('_', ' ')),
  },
  { title: 'UNIT', cell: ({ unit }) => shortName(metricUnit(unit), 20) },
  { title: 'POINTS', cell: ({ points = 0 }) => formatCount(points), align: 'right' },
  { title: 'LATEST', cell: ({ lastAt }) => (lastAt === undefined ? '' : formatInstant(lastAt)) },
  { title: 'SERVICES', cell: ({ services }) => shortName(services.join(', ')) },
];

/** A table with a line for each metric. */
export const renderMetricNames = (names: readonly MetricName[]): string => renderTable(nameColumns, names);

const mostLines = 40;
const longestChart = 60;
const marks = '▁▂▃▄▅▆▇█';

type Line = MetricSeries['series'][number];

/** A metric over time: what is shown, and for each line its course, least, most and latest value. */
export const renderMetric = (metric: MetricSeries, { paint }: Style): string => {
  const format = metricFormat(metric);
  const known = ({ points }: Line): number[] => points.flatMap(([, value]) => value ?? []);
  const shown = metric.series.slice(0, mostLines);
  const all = shown.flatMap(known);
  const range = { least: Math.min(0, ...all), most: Math.max(0, ...all) };
  const figure = (value: number | undefined): string => (value === undefined ? '' : format(value));
  const columns: Column<Line>[] = [
    { title: 'LINE', cell: ({ labels }) => labelsOf(labels) },
    { title: 'OVER TIME', cell: (line) => courseOf(line, range) },
    { title: 'LEAST', cell: (line) => figure(known(line).toSorted((a, b) => a - b)[0]), align: 'right' },
    { title: 'MOST', cell: (line) => figure(known(line).toSorted((a, b) => b - a)[0]), align: 'right' },
    { title: 'LATEST', cell: (line) => figure(known(line).at(-1)), align: 'right' },
  ];
  const points = metric.series[0]?.points ?? [];
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  const when = first === undefined || last === undefined ? [] : [`${formatInstant(first)} to ${formatInstant(last)}`];
  const left = metric.series.length - shown.length;
  return [
    `${shortName(metric.name, 120)}  ${metric.aggregation ?? ''}`.trimEnd(),
    paint('dim', metricSentence(metric)),
    ...when.map((text) => paint('dim', text)),
    '',
    renderTable(columns, shown),
    ...(left === 0 ? [] : [paint('dim', `and ${formatCount(left)} more lines; --json has them all`)]),
  ].join('\n');
};

const labelsOf = (labels: Line['labels']): string => {
  const named = Object.entries(labels).map(([key, value]) => `${key}=${value === '' ? '(none)' : value}`);
  return named.length === 0 ? 'all' : shortName(named.join(' '), 60);
};

/** Blocks as high as the values, the largest of neighbours where there are too many; blank where nothing was received. */
const courseOf = ({ points }: Line, { least, most }: { readonly least: number; readonly most: number }): string => {
  const perMark = Math.max(1, Math.ceil(points.length / longestChart));
  return Array.from({ length: Math.ceil(points.length / perMark) }, (_, index) => {
    const values = points.slice(index * perMark, (index + 1) * perMark).flatMap(([, value]) => value ?? []);
    if (values.length === 0) return ' ';
    const share = most === least ? 0 : (Math.max(...values) - least) / (most - least);
    return marks[Math.min(marks.length - 1, Math.floor(share * marks.length))] ?? ' ';
  }).join('');
};
