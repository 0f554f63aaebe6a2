import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { scopeSql, unixMsOrNull, type CallFilter } from './filter.ts';

/** What probing an API has come to. */
export interface ProbeFacts {
  readonly api: string;
  readonly probes: number;
  readonly passed: number;
  readonly p95Ms: number;
  readonly lastAtMs: number;
  readonly lastState: 'pass' | 'fail';
  readonly lastError: string;
  readonly lastProblem: string;
  readonly lastStatus: number;
  readonly lastDurationMs: number;
  readonly certificateExpiresAtMs: number | null;
}

export const readProbes = (telemetry: TelemetryClient, { fromMs, toMs, api }: CallFilter): Promise<ProbeFacts[]> => {
  const { where, parameters } = scopeSql({ fromMs, toMs, api }, { from: 'At', to: 'At' });
  return telemetry.rows<ProbeFacts>(
    `SELECT Dependency AS api, count() AS probes, countIf(State = 'pass') AS passed, quantile(0.95)(DurationMs) AS p95Ms,
       toUnixTimestamp64Milli(max(At)) AS lastAtMs, argMax(State, At) AS lastState, argMax(Error, At) AS lastError,
       argMax(Problem, At) AS lastProblem, argMax(Status, At) AS lastStatus, argMax(DurationMs, At) AS lastDurationMs,
       ${unixMsOrNull('argMax(CertificateExpiresAt, At)')} AS certificateExpiresAtMs
     FROM dependency_probes FINAL WHERE ${where} GROUP BY api ORDER BY api`,
    parameters,
  );
};
