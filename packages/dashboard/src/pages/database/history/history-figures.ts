import type { DatabaseBand, DatabaseHistory, DatabaseStep } from '@sightglass/model/rest';
import type { Figure } from '../../../components/chart/figures.ts';
import type { ChartBand } from '../../../components/chart/time-chart-options.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount } from '../../../format/number.ts';

/** One chart: its figures, what is said beside its title, and whether a step without a value parts its lines. */
export interface HistoryChart {
  readonly title: string;
  readonly summary: string;
  readonly figures: readonly Figure[];
  readonly hasGaps?: boolean;
}

const [solid, dashed] = [
  { role: 'fluid', dash: 'solid' },
  { role: 'fluid', dash: 'dashed' },
] as const;

/** The charts of which something was measured. Pure. */
export const historyCharts = ({ items }: Pick<DatabaseHistory, 'items'>): HistoryChart[] =>
  [checkTimes(items), connections(items), waits(items), transactions(items), errors(items)].filter((chart) =>
    chart.figures.some(({ values, line }) => line !== undefined && values.some((value) => value !== null)),
  );

const checkTimes = (items: readonly DatabaseStep[]): HistoryChart => ({
  title: 'Time of checks',
  summary: 'median solid, slowest dashed',
  hasGaps: true,
  figures: [
    {
      name: 'Median',
      values: items.map(({ durationMs }) => durationMs?.p50 ?? null),
      format: formatDuration,
      line: solid,
    },
    {
      name: 'Slowest',
      values: items.map(({ durationMs }) => durationMs?.max ?? null),
      format: formatDuration,
      line: dashed,
    },
    { name: 'Checks', values: items.map(({ checks }) => checks), format: formatCount },
    { name: 'Failed', values: items.map(({ failed }) => failed), format: formatCount, loud: 'text-bad' },
  ],
});

const connections = (items: readonly DatabaseStep[]): HistoryChart => {
  const values = items.map((step) => step.connections);
  return {
    title: 'Connections',
    summary: `${formatCount(mostOf(values))} at most`,
    figures: [{ name: 'Connections', values, format: formatCount, line: solid }],
  };
};

const waits = (items: readonly DatabaseStep[]): HistoryChart => {
  const values = items.map(({ waiting }) => waiting);
  const most = mostOf(values);
  return {
    title: 'Sessions that wait for a lock',
    summary: most === 0 ? 'none in any sample' : `${formatCount(most)} at most`,
    figures: [
      { name: 'Waiting', values, format: formatCount, line: { role: 'warn', dash: 'solid' }, loud: 'text-warn' },
    ],
  };
};

/** By the count of the database where it is sampled, else of the programs that are observed. */
const transactions = (items: readonly DatabaseStep[]): HistoryChart => {
  const isSampled = items.some(({ commits }) => commits !== null);
  const isObserved = items.some(({ observed }) => observed.committed + observed.rolledBack > 0);
  const values = (sampled: (step: DatabaseStep) => number | null, seen: (step: DatabaseStep) => number) =>
    items.map((step) => (isSampled ? sampled(step) : isObserved ? seen(step) : null));
  const whose = isSampled ? 'of all programs' : 'of observed programs';
  return {
    title: 'Transactions',
    summary: `${whose}, commits solid, rollbacks dashed`,
    figures: [
      {
        name: 'Commits',
        values: values(
          ({ commits }) => commits,
          ({ observed }) => observed.committed,
        ),
        format: formatCount,
        line: solid,
      },
      {
        name: 'Rollbacks',
        values: values(
          ({ rollbacks }) => rollbacks,
          ({ observed }) => observed.rolledBack,
        ),
        format: formatCount,
        line: { role: 'warn', dash: 'dashed' },
        loud: 'text-warn',
      },
    ],
  };
};

const mostClasses = 3;

/** A line for each of the commonest classes; the others are one. Nothing is drawn where nothing was checked or used. */
const errors = (items: readonly DatabaseStep[]): HistoryChart => {
  const sums = new Map<string, number>();
  for (const step of items)
    for (const [name, count] of Object.entries(step.errors)) sums.set(name, (sums.get(name) ?? 0) + count);
  const named = [...sums].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b)).map(([name]) => name);
  const shown = named.length > mostClasses ? named.slice(0, mostClasses - 1) : named;
  const others = named.slice(shown.length);
  const countIn = (step: DatabaseStep, classes: readonly string[]): number =>
    classes.reduce((sum, name) => sum + (step.errors[name] ?? 0), 0);
  const deadlocks = items.map((step) => step.deadlocks);
  const total = [...sums.values()].reduce((sum, count) => sum + count, 0);
  const dashes = ['solid', 'dashed', 'dotted'] as const;
  const lines = [...shown.map((name) => [name]), ...(others.length === 0 ? [] : [others])].map((classes, index) => ({
    name: classes.length === 1 ? (classes[0] ?? '') : 'others',
    values: items.map((step) => (isSilent(step) ? null : countIn(step, classes))),
    format: formatCount,
    line: { role: 'bad', dash: dashes[index] ?? 'solid' } as const,
    loud: 'text-bad',
  }));
  return {
    title: 'Errors',
    summary: `${formatCount(total)} in all: ${lines.map(({ name }, index) => `${name} ${dashes[index]}`).join(', ')}`,
    figures: [
      ...lines,
      ...(deadlocks.some((value) => value !== null && value > 0)
        ? [{ name: 'Deadlocks', values: deadlocks, format: formatCount, loud: 'text-bad' }]
        : []),
    ],
  };
};

/** Nothing was checked or used, so nothing could fail. */
const isSilent = ({ checks, observed, errors: found }: DatabaseStep): boolean =>
  checks + observed.committed + observed.rolledBack === 0 && Object.keys(found).length === 0;

const mostOf = (values: readonly (number | null)[]): number => Math.max(0, ...values.map((value) => value ?? 0));

export const bandWords: Readonly<Record<DatabaseBand['kind'], string>> = {
  down: 'Down',
  degraded: 'Degraded',
  blocking: 'Sessions blocked',
};

const roles = { down: 'bad', degraded: 'warn', blocking: 'aside' } as const satisfies Record<
  DatabaseBand['kind'],
  string
>;

/** What lies behind the lines. Pure. */
export const chartBands = (bands: readonly DatabaseBand[], endMs: number): ChartBand[] =>
  bands.map(({ kind, from, to }) => ({
    name: bandWords[kind].toLowerCase(),
    fromMs: Date.parse(from),
    toMs: to === null ? endMs : Date.parse(to),
    role: roles[kind],
    lane: kind === 'blocking' ? 'upper' : 'lower',
  }));
