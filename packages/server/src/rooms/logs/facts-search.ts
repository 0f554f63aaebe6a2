import type { LogRecord } from '@sightglass/model/rest';
import {
  type Bounded,
  boundedOf,
  type BoundedRow,
  textBytesSql,
  withinBytesSql,
} from '../../storage/telemetry/bounded-rows.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { searchBackwards, type TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import { createNewestMinute } from './facts-minutes.ts';
import { conditionsSql } from './facts-conditions.ts';
import type { LogCondition } from './conditions.ts';
import { listColumns, type LogRow, recordHash, recordOf, wholeColumns } from './facts-record.ts';

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

const minuteMs = 60_000;
const windowsMs = [15 * minuteMs, 1440 * minuteMs];

/** Of a page as the engine sends it, without keys and punctuation; a page has at least one record. */
const mostPageBytes = 8_388_608;

const withinPageSql = (selection: string): string => withinBytesSql(selection, mostPageBytes);

const columns = `${listColumns}, length(body) + ${textBytesSql('attributes')} + ${textBytesSql('resource')} AS bytes`;

type FoundRow = LogRow & BoundedRow;
type Found = Bounded<LogRow>;

const at = (name: string) => `fromUnixTimestamp64Nano({${name}:Int64}, 'UTC')`;
const bucketAt = (name: string) => `toStartOfFiveMinutes(${at(name)})`;

/** One page of logs. Raises ClickHouseError. */
export const createLogSearch = (telemetry: TelemetryClient) => {
  const newestMinute = createNewestMinute(telemetry);

  /** Records at the very time of the last one shown that come after it. */
  const rowsAt = async ({ conditions }: LogSearch, after: LogPosition, limit: number): Promise<Found> => {
    const { sql, parameters } = conditionsSql(conditions);
    const selection = `SELECT ${columns} FROM logs
       WHERE toStartOfFiveMinutes(Timestamp) = ${bucketAt('unixNano')} AND Timestamp = ${at('unixNano')} AND ${recordHash} >= {hash:UInt64} AND ${sql}
       ORDER BY ${recordHash} LIMIT ${limit} OFFSET ${after.seen}`;
    const rows = await telemetry.rows<FoundRow>(withinPageSql(selection), {
      ...parameters,
      unixNano: after.unixNano,
      hash: after.hash,
    });
    return boundedOf(rows);
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
    const newestMs = await newestMinute({ fromMs, toMs }, nowMs);
    if (newestMs === undefined) return [];
    return searchBackwards({ fromMs, toMs, nowMs: Math.min(nowMs, newestMs), windowsMs, limit }, timesIn);
  };

  /** Whole records beyond the last one shown, read from the narrow range their times span. */
  const rowsBeyond = async (search: LogSearch, limit: number, nowMs: number): Promise<Found> => {
    const times = await timesBeyond(search, limit, nowMs);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return { rows: [], isAll: true };
    const [oldest, newest] = search.order === 'desc' ? [last, first] : [first, last];
    const { sql, parameters } = conditionsSql(search.conditions);
    const selection = `SELECT ${columns} FROM logs
       WHERE toStartOfFiveMinutes(Timestamp) BETWEEN ${bucketAt('oldest')} AND ${bucketAt('newest')}
         AND Timestamp BETWEEN ${at('oldest')} AND ${at('newest')} AND ${sql}
       ORDER BY Timestamp ${search.order}, ${recordHash} LIMIT ${limit}`;
    return boundedOf(await telemetry.rows<FoundRow>(withinPageSql(selection), { ...parameters, oldest, newest }));
  };

  return {
    async page(search: LogSearch, limit: number, nowMs: number): Promise<LogSearchPage> {
      const { after } = search;
      const ties = after === undefined ? { rows: [], isAll: true } : await rowsAt(search, after, limit + 1);
      const missing = limit + 1 - ties.rows.length;
      const beyond =
        missing === 0 || !ties.isAll ? { rows: [], isAll: ties.isAll } : await rowsBeyond(search, missing, nowMs);
      const rows = [...ties.rows, ...beyond.rows];
      const shown = rows.slice(0, limit);
      const hasMore = rows.length > limit || !beyond.isAll;
      return { records: shown.map(recordOf), next: hasMore ? positionAfter(shown, after) : undefined };
    },

    /** A record as it was stored, by its time and the hash of its content; undefined when there is none. */
    async whole(unixNano: string, hash: string): Promise<LogRecord | undefined> {
      const [row] = await telemetry.rows<LogRow>(
        `SELECT ${wholeColumns} FROM logs
         WHERE toStartOfFiveMinutes(Timestamp) = ${bucketAt('unixNano')} AND Timestamp = ${at('unixNano')} AND ${recordHash} = {hash:UInt64} LIMIT 1`,
        { unixNano, hash },
      );
      return row === undefined ? undefined : recordOf(row);
    },
  };
};
export type LogSearcher = ReturnType<typeof createLogSearch>;

/** An id finds its few granules by index wherever they are; windows would only query several times. */
const isSelective = (conditions: readonly LogCondition[]): boolean => conditions.some(isOfFew);

/** So many digits are those of an id: hardly any record has the same. Where many have, reading stops when the page is full. */
const longNumber = /\d{5}/u;

const isOfFew = (condition: LogCondition): boolean => {
  if (condition.negated) return false;
  switch (condition.kind) {
    case 'field':
      return ['runId', 'traceId'].includes(condition.field);
    case 'attribute':
      return condition.prefix !== true && condition.range === undefined && longNumber.test(condition.value);
    case 'body':
      return condition.tokens.some((token) => longNumber.test(token));
    default:
      return false;
  }
};

const positionAfter = (shown: readonly LogRow[], before: LogPosition | undefined): LogPosition | undefined => {
  const last = shown.at(-1);
  if (last === undefined) return undefined;
  const alike = (other: { unixNano: string; hash: string }) =>
    other.unixNano === last.unixNano && other.hash === last.hash;
  const onThisPage = shown.length - 1 - shown.findLastIndex((row) => !alike(row));
  const isOnlyThese = onThisPage === shown.length && before !== undefined && alike(before);
  return { unixNano: last.unixNano, hash: last.hash, seen: onThisPage + (isOnlyThese ? before.seen : 0) };
};
