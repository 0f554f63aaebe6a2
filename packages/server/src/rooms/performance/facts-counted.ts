import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { instantSql, slackMs } from '../../storage/telemetry/time-sql.ts';
import type { CallScope, CallTarget } from './call-target.ts';
import { knownServers } from '../external-apis/facts/known-servers.ts';

/** Every call of one stage to one target, as the program counted them. */
export interface CountedCalls extends CallTarget {
  readonly runId: string;
  /** Empty outside any stage. */
  readonly stageId: string;
  readonly calls: number;
  readonly failed: number;
  /** Of all calls together, also of those at the same time. */
  readonly totalMs: number;
  readonly slowestMs: number;
  /** Requests by duration (`latencyBoundsMs`); empty for databases. */
  readonly buckets: readonly number[];
  /** `host:port` of an API; spans of calls to these are of the same calls. */
  readonly servers: readonly string[];
}

const mostRows = 100_000;

const inScope = ({ fromMs, toMs }: CallScope): string =>
  `RunId IN ({runIds:Array(String)}) AND PipelineName IN ('', {pipeline:String}) AND LastAt >= ${instantSql(fromMs - slackMs)} AND LastAt <= ${instantSql(toMs + slackMs)}`;

/** Statements, of which only some have a span. */
const statementsSql = (scope: CallScope): string =>
  `SELECT RunId AS runId, StageId AS stageId, 'database' AS kind, '' AS api, DbSystem AS system, ServerAddress AS host, ServerPort AS port,
     DbNamespace AS database, sum(Calls) AS calls, sum(Errors) AS failed, sum(DurationMs) AS totalMs, max(SlowestMs) AS slowestMs,
     CAST([], 'Array(UInt64)') AS buckets, CAST([], 'Array(String)') AS servers
   FROM (SELECT * FROM database_statements FINAL WHERE ${inScope(scope)})
   GROUP BY runId, stageId, system, host, port, database ORDER BY totalMs DESC LIMIT ${mostRows}`;

const requestsSql = (scope: CallScope): string =>
  `SELECT RunId AS runId, StageId AS stageId, 'http' AS kind, Dependency AS api, '' AS system, '' AS host, 0 AS port, '' AS database,
     sum(Requests) AS calls, sum(Failed) AS failed, sum(DurationSumMs) AS totalMs, max(DurationMaxMs) AS slowestMs,
     sumForEach(Buckets) AS buckets, ${knownServers} AS servers
   FROM (SELECT * FROM dependency_calls FINAL WHERE ${inScope(scope)})
   GROUP BY runId, stageId, api HAVING calls > 0 ORDER BY totalMs DESC LIMIT ${mostRows}`;

/** What programs counted of their calls to databases and APIs. */
export const readCountedCalls = async (telemetry: TelemetryClient, scope: CallScope): Promise<CountedCalls[]> => {
  const { runIds, pipeline } = scope;
  const [statements, requests] = await Promise.all([
    telemetry.rows<CountedCalls>(statementsSql(scope), { runIds, pipeline }),
    telemetry.rows<CountedCalls>(requestsSql(scope), { runIds, pipeline }),
  ]);
  return [...statements, ...requests];
};
