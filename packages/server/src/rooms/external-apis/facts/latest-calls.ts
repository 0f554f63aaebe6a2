import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { type CallFilter, scopeSql } from './filter.ts';
import { grownInMinute } from './call-history.ts';

/** The requests to one API in the hour up to its last call. */
export interface LatestCalls {
  readonly api: string;
  readonly requests: number;
  readonly errors: Readonly<Record<string, number>>;
}

const latestMinutes = 60;

/** How each API went at last: over a whole day, those that fail now hide behind those that succeeded in the morning. */
export const readLatestCalls = (telemetry: TelemetryClient, filter: CallFilter): Promise<LatestCalls[]> => {
  const { where, parameters } = scopeSql(filter, { from: 'Minute', to: 'Minute' });
  const { where: upToThen } = scopeSql({ ...filter, fromMs: undefined }, { from: 'Minute', to: 'Minute' });
  return telemetry.rows<LatestCalls>(
    `WITH lasts AS (SELECT Dependency, max(Minute) AS last FROM dependency_call_minutes WHERE ${where} GROUP BY Dependency)
     SELECT api, sum(requests) AS requests, sumMap(errors) AS errors
     FROM (
       SELECT Dependency AS api, Minute, ${grownInMinute}
       FROM dependency_call_minutes FINAL
       WHERE ${upToThen} AND (Dependency, RunId) IN (
         SELECT Dependency, RunId FROM dependency_call_minutes INNER JOIN lasts USING (Dependency)
         WHERE ${where} AND Minute > last - INTERVAL ${latestMinutes} MINUTE
       )
       WINDOW same AS (PARTITION BY Dependency, RunId, StageId, Endpoint, Server ORDER BY Minute ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
     ) AS grown INNER JOIN lasts ON lasts.Dependency = grown.api
     WHERE Minute > last - INTERVAL ${latestMinutes} MINUTE
     GROUP BY api`,
    parameters,
  );
};
