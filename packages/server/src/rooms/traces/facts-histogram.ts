import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { tracesSql, type TraceSelection } from './facts-folded.ts';

/** What the traces of one step took. */
export interface TraceStep {
  readonly step: number;
  readonly count: number;
  readonly errors: number;
  /** Traces, and those with errors, by the lower edge of their band of duration, in nanoseconds. */
  readonly bands: readonly (readonly [edgeNano: number, count: number, failed: number])[];
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Lower edges of bands in nanoseconds: 0, and 1, 2 and 5 of each power of ten from a microsecond to a hundred days. */
export const bandEdgesNano: readonly number[] = [
  0,
  ...Array.from({ length: 13 }, (_, index) => [1, 2, 5].map((digit) => digit * 10 ** (index + 3))).flat(),
];

interface Steps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** How long traces took over time. Raises ClickHouseError. */
export const createTraceHistogram = (telemetry: TelemetryClient) => ({
  /** What their starts lie in; undefined when there are none. */
  async bounds(selection: TraceSelection): Promise<{ fromMs: number; toMs: number } | undefined> {
    const { sql, parameters } = tracesSql(selection);
    const [row] = await telemetry.rows<{ fromMs: number; toMs: number; traces: number }>(
      `SELECT toUnixTimestamp64Milli(min(startedAt)) AS fromMs, toUnixTimestamp64Milli(max(startedAt)) AS toMs, count() AS traces FROM (${sql})`,
      parameters,
    );
    return row === undefined || row.traces === 0 ? undefined : { fromMs: row.fromMs, toMs: row.toMs + 1 };
  },

  /** Only steps with traces. What is stored at an edge of time is in the nearest. */
  async steps(selection: TraceSelection, { fromMs, toMs, stepMs }: Steps): Promise<TraceStep[]> {
    const { sql, parameters } = tracesSql(selection);
    const last = Math.max(0, Math.ceil((toMs - fromMs) / stepMs) - 1);
    return telemetry.rows<TraceStep>(
      `SELECT step, sum(traces) AS count, sum(failed) AS errors,
         groupArray((band, traces, failed)) AS bands, quantilesMerge(0.5, 0.95)(times) AS both, both[1] AS p50Ms, both[2] AS p95Ms, max(most) AS maxMs
       FROM (
         SELECT least(greatest(intDiv(toUnixTimestamp64Milli(startedAt) - ${fromMs}, ${stepMs}), 0), ${last}) AS step,
           roundDown(toFloat64(durationNano), [${bandEdgesNano.join(', ')}]::Array(Float64)) AS band, count() AS traces, countIf(errors > 0) AS failed,
           quantilesState(0.5, 0.95)(durationNano / 1000000) AS times, max(durationNano) / 1000000 AS most
         FROM (${sql}) GROUP BY step, band
       ) GROUP BY step`,
      parameters,
    );
  },
});
export type TraceHistogramReader = ReturnType<typeof createTraceHistogram>;
