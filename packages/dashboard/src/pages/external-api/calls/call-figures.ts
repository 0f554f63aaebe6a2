import { errorName } from '@sightglass/model';
import type { ApiStep, BreakerSpan } from '@sightglass/model/rest';
import type { Figure } from '../../../components/chart/figures.ts';
import type { ChartBand } from '../../../components/chart/time-chart-options.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount, formatShare } from '../../../format/number.ts';

/** One chart: its figures, and what is said beside its title. */
export interface CallChart {
  readonly title: string;
  readonly summary: string;
  readonly figures: readonly Figure[];
}

/** Response times, requests, the share that failed, and what they failed of. Pure. */
export const callCharts = (items: readonly ApiStep[]): CallChart[] => [
  responseTimes(items),
  requests(items),
  failedShares(items),
  ...errorKinds(items),
];

const percentiles = [
  ['p50', 'fluid', 'solid'],
  ['p95', 'fluid', 'dashed'],
  ['p99', 'edge', 'dotted'],
] as const;

const responseTimes = (items: readonly ApiStep[]): CallChart => ({
  title: 'Response time',
  summary: 'p50 solid, p95 dashed, p99 dotted',
  figures: percentiles.map(([name, role, dash]) => ({
    name,
    values: items.map(({ durationMs }) => durationMs?.[name] ?? null),
    format: formatDuration,
    line: { role, dash },
  })),
});

const requests = (items: readonly ApiStep[]): CallChart => ({
  title: 'Requests',
  summary: `${formatCount(sumOf(items, (step) => step.requests))} in the steps shown`,
  figures: [
    {
      name: 'Requests',
      values: items.map((step) => step.requests),
      format: formatCount,
      line: { role: 'fluid', dash: 'solid' },
    },
  ],
});

/** Without requests there is no share. */
const failedShares = (items: readonly ApiStep[]): CallChart => {
  const [failed, all] = [sumOf(items, (step) => step.failed), sumOf(items, (step) => step.requests)];
  return {
    title: 'Failed requests',
    summary: `${formatCount(failed)} of ${countOf(all, 'request')} in the steps shown, ${formatShare(all === 0 ? 0 : failed / all)}`,
    figures: [
      {
        name: 'Failed',
        values: items.map((step) => (step.requests === 0 ? null : step.failed / step.requests)),
        format: formatShare,
        line: { role: 'bad', dash: 'solid' },
        loud: 'text-bad',
      },
      { name: 'Of', values: items.map((step) => (step.requests === 0 ? null : step.requests)), format: formatCount },
    ],
  };
};

const mostKinds = 3;
const dashes = ['solid', 'dashed', 'dotted'] as const;

/** A line for each of the commonest kinds; the others are one. Nothing where nothing failed. */
const errorKinds = (items: readonly ApiStep[]): CallChart[] => {
  const sums = new Map<string, number>();
  for (const step of items)
    for (const [kind, count] of Object.entries(step.errors)) sums.set(kind, (sums.get(kind) ?? 0) + count);
  if (sums.size === 0) return [];
  const kinds = [...sums].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b)).map(([kind]) => kind);
  const named = kinds.length > mostKinds ? kinds.slice(0, mostKinds - 1) : kinds;
  const others = kinds.slice(named.length);
  const lines = [...named.map((kind) => [kind]), ...(others.length === 0 ? [] : [others])];
  const figures = lines.map((of, index): Figure => ({
    name: of.length === 1 ? errorName(of[0] ?? '') : 'others',
    values: items.map((step) => of.reduce((sum, kind) => sum + (step.errors[kind] ?? 0), 0)),
    format: formatCount,
    line: { role: 'bad', dash: dashes[index] ?? 'solid' },
    loud: 'text-bad',
  }));
  return [
    {
      title: 'Errors by kind',
      summary: figures.map(({ name }, index) => `${name} ${dashes[index]}`).join(', '),
      figures,
    },
  ];
};

const sumOf = (items: readonly ApiStep[], count: (step: ApiStep) => number): number =>
  items.reduce((sum, step) => sum + count(step), 0);

const bandOf = {
  open: { name: 'circuit open', role: 'bad', lane: 'lower' },
  'half-open': { name: 'half-open', role: 'warn', lane: 'lower' },
  isolated: { name: 'isolated', role: 'warn', lane: 'upper' },
} as const;

/** Times a breaker was not closed. Pure. */
export const breakerBands = (
  spans: readonly Pick<BreakerSpan, 'state' | 'from' | 'to'>[],
  endMs: number,
): ChartBand[] =>
  spans.flatMap(({ state, from, to }) =>
    state === 'closed'
      ? []
      : [{ fromMs: Date.parse(from), toMs: to === null ? endMs : Date.parse(to), ...bandOf[state] }],
  );

/** Steps in which calls were not sent, as the API required a pause; those in a row are one band. Pure. */
export const coolingBands = (items: readonly Pick<ApiStep, 'at' | 'errors'>[], stepMs: number): ChartBand[] => {
  const bands: ChartBand[] = [];
  for (const { at, errors } of items) {
    if ((errors['cooling_down'] ?? 0) === 0) continue;
    const fromMs = Date.parse(at);
    const last = bands.at(-1);
    const isNext = last?.toMs === fromMs;
    if (isNext) bands.pop();
    bands.push({
      name: 'cooling down (429)',
      fromMs: isNext ? last.fromMs : fromMs,
      toMs: fromMs + stepMs,
      role: 'aside',
      lane: 'upper',
    });
  }
  return bands;
};
