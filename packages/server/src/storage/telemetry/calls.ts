import type { TelemetryClient } from './client.ts';
import { instantSql } from './time-sql.ts';

/** Calls of one run to one database or API, as its spans tell. */
export interface CallsOfRun {
  readonly runId: string;
  readonly kind: 'database' | 'http';
  readonly target: string;
  readonly calls: number;
  readonly failed: number;
  /** Time in which at least one was under way. */
  readonly busyMs: number;
  readonly p95Ms: number;
}

export interface CallsAsked {
  readonly runIds: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** `db.system` and `net.peer.name` are what these attributes were called before 2025. */
const attribute = (...names: string[]): string =>
  `coalesce(${names.map((name) => `nullIf(SpanAttributes['${name}'], '')`).join(', ')}, '')`;
const system = attribute('db.system.name', 'db.system');
const method = attribute('http.request.method', 'http.method');
const server = attribute('server.address', 'net.peer.name');

const clientSpan = 3;
const errorStatus = 2;
const slackMs = 300_000;

export const createCallReader = (telemetry: TelemetryClient) => ({
  /** Each target of each run. Calls side by side count their time once. */
  async ofRuns({ runIds, fromMs, toMs }: CallsAsked): Promise<CallsOfRun[]> {
    if (runIds.length === 0) return [];
    return telemetry.rows<CallsOfRun>(
      `SELECT RunId AS runId, kind, target, count() AS calls, countIf(StatusCode = ${errorStatus}) AS failed,
         sum(greatest(0, endNano - greatest(startNano, coveredNano))) / 1e6 AS busyMs, quantile(0.95)(DurationNano) / 1e6 AS p95Ms
       FROM (
         SELECT RunId, kind, target, StatusCode, DurationNano, startNano, endNano,
           max(endNano) OVER (PARTITION BY RunId, kind, target ORDER BY startNano, endNano ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS coveredNano
         FROM (
           SELECT RunId, StatusCode, DurationNano, toUnixTimestamp64Nano(Timestamp) AS startNano, startNano + toInt64(DurationNano) AS endNano,
             ${system} AS system, if(system != '', 'database', 'http') AS kind, ${server} AS server,
             if(kind = 'database', system, if(server = '', domain(SpanAttributes['url.full']), server)) AS target
           FROM spans
           WHERE toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(${instantSql(fromMs - slackMs)})
             AND toStartOfFiveMinutes(Timestamp) <= toStartOfFiveMinutes(${instantSql(toMs + slackMs)})
             AND RunId IN ({runIds:Array(String)}) AND (system != '' OR (SpanKind = ${clientSpan} AND ${method} != ''))
           LIMIT 1 BY RunId, SpanId
         )
       )
       WHERE target != ''
       GROUP BY RunId, kind, target ORDER BY busyMs DESC LIMIT 5000`,
      { runIds },
    );
  },
});
export type CallReader = ReturnType<typeof createCallReader>;
