import type { LogRecord } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { searchBackwards, type TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import type { LogCondition } from './conditions.ts';
import { conditionsSql } from './facts-conditions.ts';
import { createNewestMinute, type NewestMinute } from './facts-minutes.ts';
import { type LogRow, recordOf } from './facts-record.ts';
import {
  beyondSql,
  createRowReader,
  type Found,
  type LogPosition,
  type LogSearch,
  type Range,
} from './search/facts-rows.ts';

export interface LogSearchPage {
  readonly records: readonly LogRecord[];
  /** Where to go on; undefined on the last page. */
  readonly next: LogPosition | undefined;
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const furthestNearMs = 15 * minuteMs;
/** What many records have fills a page within so many of the newest. Without an index that goes by time alone, the engine reads all of the first window. */
const nearRecords = 20_000;

/** How far back to look first: as many records as usually are enough, and the minute that has just begun or has ended before its end. */
const nearMs = ({ recordsAMinute }: NewestMinute): number =>
  Math.min(furthestNearMs, minuteMs * (1 + nearRecords / Math.max(1, recordsAMinute)));

/** One page of logs. Raises ClickHouseError. */
export const createLogSearch = (telemetry: TelemetryClient) => {
  const newestMinute = createNewestMinute(telemetry);
  const rows = createRowReader(telemetry);

  /** Calls `read` for the ranges in which the next records may be, until as many as wanted were found. */
  const readBeyond = async <Row>(
    search: LogSearch,
    limit: number,
    nowMs: number,
    read: (range: Range, missing: number) => Promise<readonly Row[]>,
  ): Promise<Row[]> => {
    const { conditions, order, after, fromMs } = search;
    const { sql, parameters: own } = conditionsSql(conditions);
    const parameters = after === undefined ? own : { ...own, unixNano: after.unixNano };
    const beyond = after === undefined ? '1' : beyondSql(order);
    const isOfFew = conditions.some(isOfLongNumber);
    const readIn = (window: TimeWindow, missing: number): Promise<readonly Row[]> =>
      read({ where: `${timeSql(window)} AND ${beyond} AND ${sql}`, parameters, order, isOfFew }, missing);
    if (order === 'asc' || isSelective(conditions)) return [...(await readIn(search, limit))];
    const toMs = after === undefined ? search.toMs : Number(BigInt(after.unixNano) / 1_000_000n) + 1;
    const newest = await newestMinute({ fromMs, toMs }, nowMs);
    if (newest === undefined) return [];
    const windowsMs = [nearMs(newest), dayMs];
    return searchBackwards({ fromMs, toMs, nowMs: Math.min(nowMs, newest.untilMs), windowsMs, limit }, readIn);
  };

  /** Records beyond the last one shown: by one query, or where that does not give exactly those, from the narrow range their times span. */
  const rowsBeyond = async (search: LogSearch, limit: number, nowMs: number): Promise<Found> => {
    const found: LogRow[] = [];
    let areSure = true;
    const times = await readBeyond(search, limit, nowMs, async (range, missing) => {
      const first = areSure ? await rows.firstOf(range, missing, found) : undefined;
      areSure = first?.areSure === true;
      if (first === undefined) return rows.timesIn(range, missing);
      found.push(...first.rows);
      return first.rows.map(({ unixNano }) => unixNano);
    });
    return areSure ? { rows: found, isAll: true } : rows.between(search, times, limit);
  };

  return {
    whole: rows.whole,

    async page(search: LogSearch, limit: number, nowMs: number): Promise<LogSearchPage> {
      const { after } = search;
      const [ties, found] = await Promise.all([
        after === undefined ? { rows: [], isAll: true } : rows.at(search, after, limit + 1),
        rowsBeyond(search, limit + 1, nowMs),
      ]);
      const missing = limit + 1 - ties.rows.length;
      const beyond = missing === 0 || !ties.isAll ? { rows: [], isAll: ties.isAll } : found;
      const all = [...ties.rows, ...beyond.rows.slice(0, missing)];
      const shown = all.slice(0, limit);
      const hasMore = all.length > limit || !beyond.isAll;
      return { records: shown.map(recordOf), next: hasMore ? positionAfter(shown, after) : undefined };
    },
  };
};
export type LogSearcher = ReturnType<typeof createLogSearch>;

/** An id finds its few granules by index wherever they are; windows would only query several times. */
const isSelective = (conditions: readonly LogCondition[]): boolean =>
  conditions.some((condition) => isOfLongNumber(condition) || isOfRunOrTrace(condition));

const isOfRunOrTrace = (condition: LogCondition): boolean =>
  !condition.negated && condition.kind === 'field' && ['runId', 'traceId'].includes(condition.field);

/** So many digits are those of an id: hardly any record has the same. Where many have, reading stops when the page is full. */
const longNumber = /\d{5}/u;

const isOfLongNumber = (condition: LogCondition): boolean => {
  if (condition.negated) return false;
  switch (condition.kind) {
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
