import { countOf, formatBytes, formatCount } from './count.ts';
import { formatDuration } from './duration.ts';

/** What the words about a chart of a metric are made of: an answer of `GET /api/v1/metrics/query`. */
export interface ShownMetric {
  readonly type?: string | null | undefined;
  readonly aggregation?: string | undefined;
  readonly unit: string;
  readonly stepSeconds: number;
  readonly temporality?: 'cumulative' | 'delta' | null | undefined;
  readonly isMonotonic?: boolean | undefined;
  readonly resets?: number | undefined;
  readonly senders?: number | undefined;
  readonly series: readonly unknown[];
}

const buckets = new Set(['histogram', 'exponential_histogram']);
const isCounted = (type: ShownMetric['type']): boolean => buckets.has(type ?? '') || type === 'summary';

const numbers: Readonly<Record<string, string>> = { p50: 'median (p50)', p95: 'p95', p99: 'p99' };

/** What a figure of the chart is. */
const howOf = ({ aggregation = 'avg', type, isMonotonic = false }: ShownMetric): string => {
  const of = isCounted(type) ? 'values measured' : 'counted';
  switch (aggregation) {
    case 'rate':
      return `${of} a second, on average over each step`;
    case 'increase':
      return `${of} in each step`;
    case 'count':
      return isCounted(type) ? 'values measured in each step' : 'points received in each step';
    case 'sum':
      if (isCounted(type)) return 'all values measured in each step, added up';
      return isMonotonic ? 'counted in each step' : 'the latest value of each series in each step, added up';
    case 'min':
      return 'the smallest value of each step';
    case 'max':
      return 'the largest value of each step';
    case 'last':
      return 'the latest value of each step';
    case 'avg':
      return 'the mean of each step';
    default:
      return `${numbers[aggregation] ?? aggregation} of each step, ${type === 'summary' ? 'as its sender worked it out' : 'estimated from buckets'}`;
  }
};

const typeWords: Readonly<Record<string, string>> = {
  gauge: 'a gauge',
  histogram: 'a histogram',
  exponential_histogram: 'an exponential histogram',
  summary: 'a summary',
};

/** What a chart shows, in one or two sentences: what is measured and how it was sent, what a figure is, and what a gap is. */
export const metricSentence = (metric: ShownMetric): string => {
  const { type, unit, temporality, stepSeconds, senders = 1, resets = 0, series } = metric;
  const what =
    type === 'sum'
      ? metric.isMonotonic === true
        ? 'a counter'
        : 'a sum'
      : (typeWords[type ?? ''] ?? 'not measured here');
  const sent = typeof temporality === 'string' ? `, sent as ${temporality === 'delta' ? 'differences' : 'totals'}` : '';
  const joined = senders > series.length ? ` ${countOf(senders, 'series', 'series')} are joined.` : '';
  const anew =
    resets === 0
      ? ''
      : ` Totals began anew ${resets === 1 ? 'once' : `${formatCount(resets)} times`}; what was counted before is not lost.`;
  return `${capital(what)}${unitWords(unit)}${sent}. Shown: ${howOf(metric)}. A step is ${stepWords(stepSeconds)}; a gap is a step in which nothing was received.${joined}${anew}`;
};

const stepWords = (seconds: number): string => {
  if (seconds % 86_400 === 0) return countOf(seconds / 86_400, 'day');
  if (seconds % 3_600 === 0) return countOf(seconds / 3_600, 'hour');
  return seconds % 60 === 0 ? countOf(seconds / 60, 'minute') : countOf(seconds, 'second');
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const unitWords = (unit: string): string => {
  const name = metricUnit(unit);
  return name === '' ? ', without a unit' : ` in ${name}`;
};

const unitNames: Readonly<Record<string, string>> = {
  '1': '',
  By: 'bytes',
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
};

/** A unit of UCUM, as OpenTelemetry has them, as people write it: `{row}` is `row`, `1` nothing. */
export const metricUnit = (unit: string): string =>
  Object.hasOwn(unitNames, unit) ? (unitNames[unit] ?? '') : unit.replaceAll(/^\{|\}(?=$|\/)|(?<=\/)\{/gu, '');

const msOf: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };
const bytesOf: Readonly<Record<string, number>> = {
  By: 1,
  kBy: 1e3,
  MBy: 1e6,
  GBy: 1e9,
  KiBy: 1_024,
  MiBy: 1_048_576,
  GiBy: 1_073_741_824,
};

/** Whether the figures of an aggregation are counts, whatever the unit of what was counted. */
const isCount = ({ aggregation = 'avg', type }: Pick<ShownMetric, 'aggregation' | 'type'>): boolean =>
  aggregation === 'count' || (isCounted(type) && (aggregation === 'rate' || aggregation === 'increase'));

/** Writes the figures of a metric in its unit: `340 ms`, `1.5 MB`, `12.5/s`, `42 %`. */
export const metricFormat = (
  metric: Pick<ShownMetric, 'aggregation' | 'type' | 'unit'>,
): ((value: number) => string) => {
  const perSecond = metric.aggregation === 'rate' ? '/s' : '';
  if (isCount(metric)) return (value) => `${formatFigure(value)}${perSecond}`;
  const { unit } = metric;
  const ms = Object.hasOwn(msOf, unit) ? msOf[unit] : undefined;
  if (ms !== undefined) return (value) => `${value < 0 ? '-' : ''}${formatDuration(Math.abs(value) * ms)}${perSecond}`;
  const bytes = Object.hasOwn(bytesOf, unit) ? bytesOf[unit] : undefined;
  if (bytes !== undefined)
    return (value) => `${value < 0 ? '-' : ''}${formatBytes(Math.abs(value) * bytes)}${perSecond}`;
  const name = /^[%°]/u.test(unit) ? ` ${unit}` : '';
  return (value) => `${formatFigure(value)}${name}${perSecond}`;
};

/** `12,431`, `0.0042`, `1.25`: three digits of what is small, all of a whole number. */
export const formatFigure = (value: number): string => {
  if (Number.isInteger(value)) return formatCount(value);
  if (Math.abs(value) >= 1_000) return formatCount(Math.round(value));
  return String(Number(value.toPrecision(3)));
};
