import { severityOf } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { lookBack, type TimeWindow } from '../../storage/telemetry/look-back.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import { newestMinuteMs } from './facts-minutes.ts';
import { conditionsSql } from './facts-conditions.ts';
import type { LogCondition } from './conditions.ts';

export interface LogSearch extends TimeWindow {
  readonly conditions: readonly LogCondition[];
  readonly order: 'desc' | 'asc';
  readonly after?: LogPosition | undefined;
}

/** The last record shown: its time, its content's hash, and how many records alike (same time and hash) have been shown. */
export interface LogPosition {
  readonly unixNano: string;
  readonly hash: string;
  readonly seen: number;
}

export interface LogSearchPage {
  readonly records: readonly LogRecord[];
  /** Where to go on; undefined on the last page. */
  readonly next: LogPosition | undefined;
}

interface LogRow extends Omit<LogRecord, 'severity'> {
  readonly unixNano: string;
  readonly hash: string;
}

const minuteMs = 60_000;
const windowsMs = [15 * minuteMs, 1440 * minuteMs];

/** Records have no id, so equal times are told apart by content; records equal in everything are interchangeable. */
const hash = `cityHash64(Body, SeverityNumber, ServiceName, TraceId, SpanId, RunId, StageId, EventName, ScopeName, LogAttributes, ResourceAttributes)`;

const logColumns = `toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano, toString(${hash}) AS hash,
  replaceOne(toString(Timestamp), ' ', 'T') || 'Z' AS timestamp, SeverityNumber AS severityNumber, Body AS body,
  nullIf(EventName, '') AS eventName, ServiceName AS service, nullIf(PipelineNamespace, '') AS namespace, nullIf(PipelineName, '') AS pipeline,
  nullIf(logs.RunId, '') AS runId, nullIf(StageName, '') AS stage, nullIf(logs.StageId, '') AS stageId, nullIf(logs.TraceId, '') AS traceId,
  nullIf(logs.SpanId, '') AS spanId, LogAttributes AS attributes, ResourceAttributes AS resource, ScopeName AS scope`;

const at = (name: string) => `fromUnixTimestamp64Nano({${name}:Int64}, 'UTC')`;
const bucketAt = (name: string) => `toStartOfFiveMinutes(${at(name)})`;

/** One page of logs. Raises ClickHouseError. */
export const createLogSearch = (telemetry: TelemetryClient) => {
  /** Records at the very time of the last one shown that come after it. */
  const rowsAt = async ({ conditions }: LogSearch, after: LogPosition, limit: number): Promise<LogRow[]> => {
    const { sql, parameters } = conditionsSql(conditions);
    return telemetry.rows<LogRow>(
      `SELECT ${logColumns} FROM logs
       WHERE toStartOfFiveMinutes(Timestamp) = ${bucketAt('unixNano')} AND Timestamp = ${at('unixNano')} AND ${hash} >= {hash:UInt64} AND ${sql}
       ORDER BY ${hash} LIMIT ${limit} OFFSET ${after.seen}`,
      { ...parameters, unixNano: after.unixNano, hash: after.hash },
    );
  };

  /** Times of the next records: the cheap part of a search, for it reads only what conditions and order need. */
  const timesBeyond = async (search: LogSearch, limit: number, nowMs: number): Promise<string[]> => {
    const { conditions, order, after, fromMs } = search;
    const { sql, parameters } = conditionsSql(conditions);
    const beyond =
      after === undefined
        ? '1'
        : order === 'desc'
          ? `toStartOfFiveMinutes(Timestamp) <= ${bucketAt('unixNano')} AND Timestamp < ${at('unixNano')}`
          : `toStartOfFiveMinutes(Timestamp) >= ${bucketAt('unixNano')} AND Timestamp > ${at('unixNano')}`;
    const timesIn = async (window: TimeWindow, missing: number): Promise<string[]> => {
      const rows = await telemetry.rows<{ unixNano: string }>(
        `SELECT toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano FROM logs WHERE ${timeSql(window)} AND ${beyond} AND ${sql}
         ORDER BY toStartOfFiveMinutes(Timestamp) ${order}, Timestamp ${order} LIMIT ${missing}`,
        after === undefined ? parameters : { ...parameters, unixNano: after.unixNano },
      );
      return rows.map((row) => row.unixNano);
    };
    if (order === 'asc' || isSelective(conditions)) return timesIn(search, limit);
    const toMs = after === undefined ? search.toMs : Number(BigInt(after.unixNano) / 1_000_000n) + 1;
    const newestMs = await newestMinuteMs(telemetry, { fromMs, toMs });
    if (newestMs === undefined) return [];
    return lookBack({ fromMs, toMs, nowMs: Math.min(nowMs, newestMs), windowsMs, limit }, timesIn);
  };

  /** Whole records beyond the last one shown, read from the narrow range their times span. */
  const rowsBeyond = async (search: LogSearch, limit: number, nowMs: number): Promise<LogRow[]> => {
    const times = await timesBeyond(search, limit, nowMs);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return [];
    const [oldest, newest] = search.order === 'desc' ? [last, first] : [first, last];
    const { sql, parameters } = conditionsSql(search.conditions);
    return telemetry.rows<LogRow>(
      `SELECT ${logColumns} FROM logs
       WHERE toStartOfFiveMinutes(Timestamp) BETWEEN ${bucketAt('oldest')} AND ${bucketAt('newest')}
         AND Timestamp BETWEEN ${at('oldest')} AND ${at('newest')} AND ${sql}
       ORDER BY Timestamp ${search.order}, ${hash} LIMIT ${limit}`,
      { ...parameters, oldest, newest },
    );
  };

  return {
    async page(search: LogSearch, limit: number, nowMs: number): Promise<LogSearchPage> {
      const { after } = search;
      const ties = after === undefined ? [] : await rowsAt(search, after, limit + 1);
      const missing = limit + 1 - ties.length;
      const rows = missing === 0 ? ties : [...ties, ...(await rowsBeyond(search, missing, nowMs))];
      const shown = rows.slice(0, limit);
      return { records: shown.map(recordOf), next: rows.length > limit ? positionAfter(shown, after) : undefined };
    },
  };
};
export type LogSearcher = ReturnType<typeof createLogSearch>;

/** An id finds its few granules by index wherever they are; windows would only ask several times. */
const isSelective = (conditions: readonly LogCondition[]): boolean =>
  conditions.some(
    (condition) => condition.kind === 'field' && !condition.negated && ['runId', 'traceId'].includes(condition.field),
  );

const recordOf = ({ unixNano: _unixNano, hash: _hash, ...row }: LogRow): LogRecord => ({
  ...row,
  severity: severityOf(row.severityNumber),
});

const positionAfter = (shown: readonly LogRow[], before: LogPosition | undefined): LogPosition | undefined => {
  const last = shown.at(-1);
  if (last === undefined) return undefined;
  const alike = (other: { unixNano: string; hash: string }) =>
    other.unixNano === last.unixNano && other.hash === last.hash;
  const onThisPage = shown.length - 1 - shown.findLastIndex((row) => !alike(row));
  const isOnlyThese = onThisPage === shown.length && before !== undefined && alike(before);
  return { unixNano: last.unixNano, hash: last.hash, seen: onThisPage + (isOnlyThese ? before.seen : 0) };
};
