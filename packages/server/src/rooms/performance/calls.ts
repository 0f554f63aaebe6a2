import type { CallPerformance } from '@sightglass/model/rest';
import type { NamedDatabase } from '../databases/named-databases.ts';
import type { CallTarget } from './call-target.ts';
import { isSameDatabase } from '../databases/same-database.ts';
import { sumOf } from '../sum.ts';
import { median } from '../runs/usual-run.ts';
import { type CallsOfRun, keyOf } from './calls-of-run.ts';
import { type MeasuredRun, ofKnown } from './run-figures.ts';

/** A database that is watched, as the configuration names it. */

/** What calls to databases and APIs took of these runs, most time first. */
export const callsOf = (
  calls: readonly CallsOfRun[],
  runs: readonly MeasuredRun[],
  known: readonly NamedDatabase[],
): CallPerformance[] => {
  const durations = new Map(runs.map(({ runId, whole }) => [runId, whole.durationMs]));
  return [...Map.groupBy(calls, keyOf).values()]
    .flatMap((own) => performanceOf(own, durations, known))
    .sort((a, b) => b.busyMs - a.busyMs || a.target.localeCompare(b.target));
};

const performanceOf = (
  own: readonly CallsOfRun[],
  durations: ReadonlyMap<string, number>,
  known: readonly NamedDatabase[],
): CallPerformance[] => {
  const [first] = own;
  if (first === undefined) return [];
  const page = nameOf(first, known);
  return [
    {
      kind: first.kind,
      target: page ?? addressOf(first),
      page,
      runs: own.length,
      callsPerRun: median(own.map(({ calls }) => calls)),
      busyMs: median(own.map(({ busyMs }) => busyMs)),
      share: median(own.map(({ runId, busyMs }) => shareOf(busyMs, durations.get(runId)))),
      p95Ms: ofKnown(
        own.map(({ p95Ms }) => p95Ms),
        median,
      ),
      slowestMs: Math.max(...own.map(({ slowestMs }) => slowestMs)),
      failed: sumOf(own, ({ failed }) => failed),
    },
  ];
};

const nameOf = (target: CallTarget, known: readonly NamedDatabase[]): string | null =>
  target.kind === 'http' ? target.api || null : (known.find((one) => isSameDatabase(one, target))?.name ?? null);

/** `api.example.org`, `db:5432/shop`; a span may hold no more than `postgresql`. */
const addressOf = ({ system, host, port, database }: CallTarget): string => {
  const address = `${host}${port === 0 ? '' : `:${port}`}`;
  return [address === '' ? system : address, ...(database === '' ? [] : [database])].join('/');
};

/** Spans and runs are measured by different clocks at times. */
const shareOf = (busyMs: number, durationMs = 0): number => (durationMs <= 0 ? 0 : Math.min(1, busyMs / durationMs));
