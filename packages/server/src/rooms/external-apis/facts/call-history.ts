import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { scopeSql, type CallFilter } from './filter.ts';

/** The calls to one API in one step of time. */
export interface CallStep {
  readonly atMs: number;
  readonly requests: number;
  readonly failed: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly durationMaxMs: number;
  /** Requests by duration; `latencyBoundsMs` says up to what. */
  readonly buckets: readonly number[];
}

/** One API over a closed time; edges are whole minutes. */
export interface CallHistoryFilter extends Omit<CallFilter, 'runId'> {
  readonly api: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Whole minutes. */
  readonly stepMs: number;
}

const before = (column: string): string => `lagInFrame(${column}) OVER same`;
const grown = (column: string): string => `greatest(0, toInt64(${column}) - toInt64(${before(column)}))`;

/** What one minute added, as `requests` and `errors`, within a window `same` of the minutes of one stage. */
export const grownInMinute = `${grown('Requests')} AS requests, ${before('Errors')} AS errorsBefore,
  mapApply((error, count) -> (error, greatest(0, toInt64(count) - toInt64(errorsBefore[error]))), Errors) AS errors`;

/** Steps in which something was requested, oldest first. */
export const readCallHistory = (
  telemetry: TelemetryClient,
  { stepMs, ...filter }: CallHistoryFilter,
): Promise<CallStep[]> => {
  const time = { from: 'Minute', to: 'Minute' };
  const called = scopeSql(filter, time);
  const upToThen = scopeSql({ api: filter.api, toMs: filter.toMs }, time);
  const inTime = scopeSql({ fromMs: filter.fromMs }, time);
  return telemetry.rows<CallStep>(
    `SELECT intDiv(toUnixTimestamp(Minute) * 1000, ${stepMs}) * ${stepMs} AS atMs, sum(requests) AS requests, sum(failed) AS failed,
       sumMap(errors) AS errors, max(durationMaxMs) AS durationMaxMs, sumForEach(buckets) AS buckets
     FROM (
       SELECT Minute, ${grownInMinute}, ${grown('Failed')} AS failed, DurationMaxMs AS durationMaxMs,
         ${before('Buckets')} AS bucketsBefore,
         arrayMap((count, at) -> greatest(0, toInt64(count) - toInt64(bucketsBefore[at])), Buckets, arrayEnumerate(Buckets)) AS buckets
       FROM dependency_call_minutes FINAL
       WHERE ${upToThen.where} AND RunId IN (SELECT RunId FROM dependency_call_minutes WHERE ${called.where})
       WINDOW same AS (PARTITION BY RunId, StageId, Endpoint, Server ORDER BY Minute ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
     )
     WHERE ${inTime.where} GROUP BY atMs ORDER BY atMs`,
    called.parameters,
  );
};
