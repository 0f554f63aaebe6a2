import type { CallPerformance } from '@sightglass/model/api';
import type { CallsOfRun } from '../../storage/telemetry/calls.ts';
import { median } from '../usual-run.ts';
import type { MeasuredRun } from './run-figures.ts';

/** What calls to databases and APIs took of these runs, most time first. */
export const callsOf = (calls: readonly CallsOfRun[], runs: readonly MeasuredRun[]): CallPerformance[] => {
  const durations = new Map(runs.map(({ runId, whole }) => [runId, whole.durationMs]));
  const byTarget = Map.groupBy(calls, ({ kind, target }) => `${kind} ${target}`);
  return [...byTarget.values()]
    .flatMap((own) => performanceOf(own, durations))
    .sort((a, b) => b.busyMs - a.busyMs || a.target.localeCompare(b.target));
};

const performanceOf = (own: readonly CallsOfRun[], durations: ReadonlyMap<string, number>): CallPerformance[] => {
  const [first] = own;
  if (first === undefined) return [];
  const { kind, target } = first;
  return [
    {
      kind,
      target,
      runs: own.length,
      callsPerRun: median(own.map(({ calls }) => calls)),
      busyMs: median(own.map(({ busyMs }) => busyMs)),
      share: median(own.map(({ runId, busyMs }) => shareOf(busyMs, durations.get(runId)))),
      p95Ms: median(own.map(({ p95Ms }) => p95Ms)),
      failed: own.reduce((sum, { failed }) => sum + failed, 0),
    },
  ];
};

/** Spans and runs are measured by different clocks at times. */
const shareOf = (busyMs: number, durationMs = 0): number => (durationMs <= 0 ? 0 : Math.min(1, busyMs / durationMs));
