import type { LogRecord } from '@sightglass/model/rest';
import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import {
  type Bounded,
  boundedOf,
  type BoundedRow,
  textBytesSql,
  withinBytesSql,
} from '../../../storage/telemetry/bounded-rows.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../../storage/telemetry/search-backwards.ts';
import type { LogCondition } from '../conditions.ts';
import { conditionsSql } from '../facts-conditions.ts';
import { listColumns, type LogRow, recordHash, recordOf, wholeColumns } from '../facts-record.ts';
import { textBytesOf } from '../longest-text.ts';
import { recordsByOneQuery } from './facts-one-query.ts';
import { type FirstRows, firstRowsOf } from './sure-rows.ts';

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

/** Of a page as the engine sends it, without keys and punctuation; a page has at least one record. */
const mostPageBytes = 8_388_608;

const withinPageSql = (selection: string): string => withinBytesSql(selection, mostPageBytes);

const columns = `${listColumns}, length(body) + ${textBytesSql('attributes')} + ${textBytesSql('resource')} AS bytes`;

type FoundRow = LogRow & BoundedRow;
export type Found = Bounded<LogRow>;

const at = (name: string) => `fromUnixTimestamp64Nano({${name}:Int64}, 'UTC')`;
const bucketAt = (name: string) => `toStartOfFiveMinutes(${at(name)})`;

/** A range in a certain order, and what must hold of its records. */
export interface Range {
  readonly where: string;
  readonly parameters: QueryParameters;
  readonly order: 'asc' | 'desc';
  /** Hardly any record of it is found. */
  readonly isOfFew: boolean;
}

const inOrder = (order: 'asc' | 'desc'): string =>
  `ORDER BY toStartOfFiveMinutes(Timestamp) ${order}, Timestamp ${order}`;

/** What compares with the time of a position, its parameter `unixNano`. */
export const beyondSql = (order: 'asc' | 'desc'): string =>
  order === 'desc'
    ? `toStartOfFiveMinutes(Timestamp) <= ${bucketAt('unixNano')} AND Timestamp < ${at('unixNano')}`
    : `toStartOfFiveMinutes(Timestamp) >= ${bucketAt('unixNano')} AND Timestamp > ${at('unixNano')}`;

/** More rows than a page has, for those of the same time about its end, which are ordered by their content. */
const spareRows = 27;

/** Records as a page shows them. Raises ClickHouseError. */
export const createRowReader = (telemetry: TelemetryClient) => {
  /** Records at the very time of the last one shown that come after it. */
  const rowsAt = async ({ conditions }: LogSearch, after: LogPosition, limit: number): Promise<Found> => {
    const { sql, parameters: own } = conditionsSql(conditions);
    const parameters = { ...own, unixNano: after.unixNano, hash: after.hash };
    const which = `WHERE toStartOfFiveMinutes(Timestamp) = ${bucketAt('unixNano')} AND Timestamp = ${at('unixNano')} AND ${recordHash} >= {hash:UInt64} AND ${sql}
       ORDER BY ${recordHash} LIMIT ${limit} OFFSET ${after.seen}`;
    const rows = await recordsByOneQuery(telemetry, which, parameters, { mostBytes: mostPageBytes });
    if (rows !== undefined) return { rows, isAll: true };
    return boundedOf(await telemetry.rows<FoundRow>(withinPageSql(`SELECT ${columns} FROM logs ${which}`), parameters));
  };

  /** Times of the first records of a range: reads only what conditions and order need. */
  const timesIn = async ({ where, parameters, order }: Range, limit: number): Promise<string[]> => {
    const rows = await telemetry.rows<{ unixNano: string }>(
      `SELECT toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano FROM logs WHERE ${where} ${inOrder(order)} LIMIT ${limit}`,
      parameters,
    );
    return rows.map((row) => row.unixNano);
  };

  /** The first records of a range by one query, beside those of the page that are `found` already; undefined where one query cannot give them. */
  const firstOf = async (
    { where, parameters, order, isOfFew }: Range,
    wanted: number,
    found: readonly LogRow[],
  ): Promise<FirstRows<LogRow> | undefined> => {
    const asked = wanted + spareRows;
    const mostBytes = Math.max(1, mostPageBytes - textBytesOf(found));
    const which = `WHERE ${where} ${inOrder(order)} LIMIT ${asked}`;
    const rows = await recordsByOneQuery(telemetry, which, parameters, { mostBytes, isOfFew });
    return rows === undefined ? undefined : firstRowsOf(rows, { asked, wanted, order });
  };

  /** Whole records of these times, in their order. */
  const rowsBetween = async (
    { conditions, order }: LogSearch,
    times: readonly string[],
    limit: number,
  ): Promise<Found> => {
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return { rows: [], isAll: true };
    const [oldest, newest] = order === 'desc' ? [last, first] : [first, last];
    const { sql, parameters } = conditionsSql(conditions);
    const selection = `SELECT ${columns} FROM logs
       WHERE toStartOfFiveMinutes(Timestamp) BETWEEN ${bucketAt('oldest')} AND ${bucketAt('newest')}
         AND Timestamp BETWEEN ${at('oldest')} AND ${at('newest')} AND ${sql}
       ORDER BY Timestamp ${order}, ${recordHash} LIMIT ${limit}`;
    return boundedOf(await telemetry.rows<FoundRow>(withinPageSql(selection), { ...parameters, oldest, newest }));
  };

  return {
    at: rowsAt,
    timesIn,
    firstOf,
    between: rowsBetween,

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
