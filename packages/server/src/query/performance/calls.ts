import type { CallPerformance } from '@sightglass/model/api';
import type { CallTarget } from '../../storage/telemetry/calls/target.ts';
import { median } from '../usual-run.ts';
import { type CallsOfRun, keyOf } from './calls-of-run.ts';
import { type MeasuredRun, ofKnown } from './run-figures.ts';

/** What calls to databases and APIs took of these runs, most time first. */
export const callsOf = (calls: readonly CallsOfRun[], runs: readonly MeasuredRun[]): CallPerformance[] => {
  const durations = new Map(runs.map(({ runId, whole }) => [runId, whole.durationMs]));
  return [...Map.groupBy(calls, keyOf).values()]
    .flatMap((own) => performanceOf(own, durations))
    .sort((a, b) => b.busyMs - a.busyMs || a.target.localeCompare(b.target));
};

const performanceOf = (own: readonly CallsOfRun[], durations: ReadonlyMap<string, number>): CallPerformance[] => {
  const [first] = own;
  if (first === undefined) return [];
  return [
    {
      kind: first.kind,
      target: targetWords(first),
      runs: own.length,
      callsPerRun: median(own.map(({ calls }) => calls)),
      busyMs: median(own.map(({ busyMs }) => busyMs)),
      share: median(own.map(({ runId, busyMs }) => shareOf(busyMs, durations.get(runId)))),
      p95Ms: ofKnown(
        own.map(({ p95Ms }) => p95Ms),
        median,
      ),
      slowestMs: Math.max(...own.map(({ slowestMs }) => slowestMs)),
      failed: own.reduce((sum, { failed }) => sum + failed, 0),
    },
  ];
};

/** `airports`, `api.example.org`, `db:5432/shop`; a span may tell no more than `postgresql`. */
const targetWords = ({ api, system, host, port, database }: CallTarget): string => {
  if (api !== '') return api;
  const address = `${host}${port === 0 ? '' : `:${port}`}`;
  return [address === '' ? system : address, ...(database === '' ? [] : [database])].join('/');
};

/** Spans and runs are measured by different clocks at times. */
const shareOf = (busyMs: number, durationMs = 0): number => (durationMs <= 0 ? 0 : Math.min(1, busyMs / durationMs));
