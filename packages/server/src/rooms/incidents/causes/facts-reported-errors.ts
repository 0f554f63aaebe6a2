import type { ReportedError } from '@sightglass/model/alerting';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { byPortions } from '../../../storage/telemetry/id-portions.ts';
import { aboutSql } from '../../../storage/telemetry/time-sql.ts';

/** A run that failed; times in unix ms. */
export interface EndedRun {
  readonly runId: string;
  readonly traceId: string | null;
  readonly endedAtMs: number;
}

/** An error and whose it is: of a log record the run is known, of a span its trace. */
export interface ErrorOfRun extends ReportedError {
  readonly id: string;
}

/** So many of each run, the newest, say what ended it. */
const mostOfRun = 8;
const mostCharacters = 2_000;
/** What a run reported so long before its end is no reason of it. */
const beforeEndMs = 300_000;
const hourMs = 3_600_000;

/** Attributes as OpenTelemetry names them now, else as it did. */
const first = (map: string, ...names: readonly string[]): string =>
  names.reduceRight((other, name) => `if(${map}['${name}'] = '', ${other}, ${map}['${name}'])`, "''");
const host = (map: string): string => first(map, 'server.address', 'net.peer.name', 'db.server.name');
const columns = (map: string): string => `toUnixTimestamp64Milli(Timestamp) AS atMs,
  ${map}['error.type'] AS type, ${first(map, 'db.system.name', 'db.system')} AS system, ${host(map)} AS host,
  toUInt16OrZero(${first(map, 'server.port', 'net.peer.port')}) AS port`;
const cut = (text: string): string => `leftUTF8(${text}, ${mostCharacters})`;

/** Errors that these runs reported of a server near their end: records of level ERROR, and spans that failed. Raises ClickHouseError. */
export const readReportedErrors = async (
  telemetry: TelemetryClient,
  runs: readonly EndedRun[],
): Promise<readonly ErrorOfRun[]> => {
  // Records lie by time: what ended hours apart is read apart.
  const byHour = Map.groupBy(runs, ({ endedAtMs }) => Math.floor(endedAtMs / hourMs));
  const found: ErrorOfRun[] = [];
  for (const ended of byHour.values()) found.push(...(await readErrorsOf(telemetry, ended)));
  return found;
};

const readErrorsOf = async (telemetry: TelemetryClient, runs: readonly EndedRun[]): Promise<ErrorOfRun[]> => {
  const times = runs.map(({ endedAtMs }) => endedAtMs);
  const window = { fromMs: Math.min(...times) - beforeEndMs, toMs: Math.max(...times) };
  const traces = runs.flatMap(({ traceId }) => (traceId === null || traceId === '' ? [] : [traceId]));
  const logs = await byPortions(
    runs.map(({ runId }) => runId),
    (portion) =>
      telemetry.rows<ErrorOfRun>(
        `SELECT RunId AS id, ${columns('LogAttributes')}, [${cut("LogAttributes['exception.message']")}] AS messages
         FROM logs WHERE ${aboutSql(window)} AND RunId IN ({portion:Array(String)}) AND SeverityNumber >= 17 AND ${host('LogAttributes')} != ''
         ORDER BY atMs DESC LIMIT ${mostOfRun} BY id`,
        { portion },
      ),
  );
  const spans = await byPortions(traces, (portion) =>
    telemetry.rows<ErrorOfRun>(
      `SELECT TraceId AS id, ${columns('SpanAttributes')},
         arrayConcat([${cut('StatusMessage')}], arrayMap(one -> ${cut("one['exception.message']")}, Events.Attributes)) AS messages
       FROM spans WHERE ${aboutSql(window)} AND TraceId IN ({portion:Array(String)}) AND StatusCode = 2 AND ${host('SpanAttributes')} != ''
       ORDER BY atMs DESC LIMIT ${mostOfRun} BY id`,
      { portion },
    ),
  );
  return [...logs, ...spans];
};
