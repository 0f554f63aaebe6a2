import { longestRunMs, runsDueBetween } from '../run/plan-runs.ts';
import type { SimulatedRun } from '../run/simulated-run.ts';
import type { Stretch } from '../generate.ts';

/** A row of the table in which finance's batch server notes its jobs. */
export interface AuditRow {
  readonly job_run_id: number;
  readonly job_name: string;
  readonly start_ts: string;
  readonly end_ts: string | null;
  readonly status: 'RUNNING' | 'OK' | 'FAILED';
  readonly rows_in: number | null;
  readonly rows_loaded: number | null;
  readonly rows_rejected: number | null;
  readonly rows_skipped: number | null;
  readonly error_text: string | null;
  readonly host: string;
  readonly version: string;
}

/** Rows that are new or changed in (fromMs, untilMs], as they are at its end; oldest first. */
export const auditRowsIn = (stretch: Stretch): AuditRow[] => {
  const { pipelines, sinceMs, fromMs, untilMs } = stretch;
  const dueFromMs = Math.max(sinceMs, fromMs - longestRunMs);
  return pipelines
    .flatMap((pipeline, index) =>
      pipeline.kind === 'audit-table'
        ? runsDueBetween(pipeline, stretch, dueFromMs, untilMs)
            .filter(({ startMs, endMs }) => startMs <= untilMs && endMs > fromMs)
            .map((run) => rowOf(run, index, untilMs))
        : [],
    )
    .toSorted((a, b) => a.job_run_id - b.job_run_id);
};

const rowOf = (run: SimulatedRun, index: number, untilMs: number): AuditRow => {
  const { pipeline, startMs, endMs, state, stages, failure, version } = run;
  const rows = stages[0]?.rows;
  const hasEnded = endMs <= untilMs;
  const ifEnded = <T>(value: T | undefined): T | null => (hasEnded ? (value ?? null) : null);
  return {
    // Grows with the start, and is never that of another job.
    job_run_id: Math.floor(startMs / 1000) * 100 + (index % 100),
    job_name: pipeline.name,
    start_ts: new Date(startMs).toISOString(),
    end_ts: ifEnded(new Date(endMs).toISOString()),
    status: hasEnded ? (state === 'failed' ? 'FAILED' : 'OK') : 'RUNNING',
    rows_in: ifEnded(rows?.read),
    rows_loaded: ifEnded(rows?.written),
    rows_rejected: ifEnded(rows?.rejected),
    rows_skipped: ifEnded(rows?.filtered),
    error_text: ifEnded(failure?.message),
    host: pipeline.host,
    version,
  };
};
