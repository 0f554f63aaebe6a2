import { quote } from './literal.ts';
import type { TimeWindow } from './search-backwards.ts';

/** Latest time whose five-minute bucket the engine can hold. */
const latestMs = Date.UTC(2100, 0, 1);
const boundedMs = (unixMs: number): number => Math.max(0, Math.min(latestMs, unixMs));

/** A time range on the order key of `logs` and `spans`: bucket and time, so that the primary index serves it. */
export const timeSql = ({ fromMs, toMs }: TimeWindow): string => {
  const bound = (operator: string, unixMs: number) => {
    const at = instantSql(unixMs);
    return `toStartOfFiveMinutes(Timestamp) ${operator.padEnd(2, '=')} toStartOfFiveMinutes(${at}) AND Timestamp ${operator} ${at}`;
  };
  const from = fromMs === undefined ? [] : [bound('>=', fromMs)];
  const to = endOf(toMs).map(({ operator, unixMs }) => bound(operator, unixMs));
  return ['1', ...from, ...to].join(' AND ');
};

/** Conditions that a column lies in [fromMs, toMs). */
export const withinSql = (column: string, { fromMs, toMs }: TimeWindow): string[] => [
  ...(fromMs === undefined ? [] : [`${column} >= ${instantSql(fromMs)}`]),
  ...endOf(toMs).map(({ operator, unixMs }) => `${column} ${operator} ${instantSql(unixMs)}`),
];

/**
 * Times before 1970 and after 2100 are stored as the nearest the engine can hold, so a range that ends beyond holds what is stored at that edge:
 * it may find more than it names, and misses nothing.
 */
const endOf = (toMs: number | undefined): { operator: '<' | '<='; unixMs: number }[] => {
  if (toMs === undefined || toMs > latestMs) return [];
  return [toMs <= 0 ? { operator: '<=', unixMs: 0 } : { operator: '<', unixMs: toMs }];
};

/** Clocks of senders differ, and counts come after their stage. */
export const slackMs = 300_000;

/** The five-minute buckets of `logs` or `spans` about a time in which something was reported. */
export const aboutSql = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string => {
  const bucketOf = (unixMs: number) => `toStartOfFiveMinutes(${instantSql(unixMs)})`;
  return `toStartOfFiveMinutes(Timestamp) BETWEEN ${bucketOf(fromMs - slackMs)} AND ${bucketOf(toMs + slackMs)}`;
};

/** A DateTime64 literal; times beyond what the engine can hold become the nearest it can. */
export const instantSql = (unixMs: number): string =>
  `toDateTime64(${quote(new Date(boundedMs(unixMs)).toISOString().replace('T', ' ').replace('Z', ''))}, 9, 'UTC')`;

/** Unix milliseconds, with their fraction to the microsecond, of a UTC time as the engine writes it: `2026-03-01 00:00:41.123456789`. */
export const engineTimeMs = (text: string): number =>
  Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`) + Number(text.slice(23, 26).padEnd(3, '0')) / 1_000;
