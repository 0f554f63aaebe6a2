import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { aboutSql } from '../../storage/telemetry/time-sql.ts';
import type { CallScope, CallTarget } from './call-target.ts';

/** Calls of one run to one target, as its spans show. */
export interface SpanCalls extends CallTarget {
  readonly runId: string;
  readonly calls: number;
  readonly failed: number;
  /** Time in which at least one was under way. */
  readonly busyMs: number;
  readonly p95Ms: number;
  readonly slowestMs: number;
}

/** `db.system`, `db.name` and `net.peer.name` are what these attributes were called before 2025. */
const attribute = (...names: string[]): string =>
  `coalesce(${names.map((name) => `nullIf(SpanAttributes['${name}'], '')`).join(', ')}, '')`;
const system = attribute('db.system.name', 'db.system');
const database = attribute('db.namespace', 'db.name');
const method = attribute('http.request.method', 'http.method');
const server = attribute('server.address', 'net.peer.name');
const port = attribute('server.port', 'net.peer.port');

const clientSpan = 3;
const errorStatus = 2;
const target = 'kind, system, host, port, database';

/** Each target of each run. Calls side by side count their time once. */
export const readSpanCalls = (
  telemetry: TelemetryClient,
  { runIds, pipeline, ...scope }: CallScope,
): Promise<SpanCalls[]> =>
  telemetry.rows<SpanCalls>(
    `SELECT RunId AS runId, '' AS api, ${target}, count() AS calls, countIf(StatusCode = ${errorStatus}) AS failed,
       sum(greatest(0, endNano - greatest(startNano, coveredNano))) / 1e6 AS busyMs, quantile(0.95)(DurationNano) / 1e6 AS p95Ms,
       max(DurationNano) / 1e6 AS slowestMs
     FROM (
       SELECT RunId, ${target}, StatusCode, DurationNano, startNano, endNano,
         max(endNano) OVER (PARTITION BY RunId, ${target} ORDER BY startNano, endNano ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS coveredNano
       FROM (
         SELECT RunId, StatusCode, DurationNano, toUnixTimestamp64Nano(Timestamp) AS startNano, startNano + toInt64(DurationNano) AS endNano,
           ${system} AS system, if(system != '', 'database', 'http') AS kind, ${server} AS server,
           if(kind = 'http' AND server = '', domain(SpanAttributes['url.full']), server) AS host,
           if(kind = 'http', 0, toUInt16OrZero(${port})) AS port, if(kind = 'http', '', ${database}) AS database
         FROM spans
         WHERE ${aboutSql(scope)} AND RunId IN ({runIds:Array(String)}) AND PipelineName IN ('', {pipeline:String}) AND (system != '' OR (SpanKind = ${clientSpan} AND ${method} != ''))
         LIMIT 1 BY RunId, SpanId
       )
     )
     WHERE system != '' OR host != ''
     GROUP BY RunId, ${target} ORDER BY busyMs DESC LIMIT 5000`,
    { runIds, pipeline },
  );
