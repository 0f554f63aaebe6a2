import { quote } from './literal.ts';
import type { TimeWindow } from './look-back.ts';

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
  const to = toMs === undefined ? [] : [bound('<', toMs)];
  return ['1', ...from, ...to].join(' AND ');
};

/** A DateTime64 literal; times beyond what the engine can hold become the nearest it can. */
export const instantSql = (unixMs: number): string =>
  `toDateTime64(${quote(new Date(boundedMs(unixMs)).toISOString().replace('T', ' ').replace('Z', ''))}, 9, 'UTC')`;

/** Unix milliseconds, with their fraction to the microsecond, of a UTC time as the engine writes it: `2026-03-01 00:00:41.123456789`. */
export const engineTimeMs = (text: string): number =>
  Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`) + Number(text.slice(23, 26).padEnd(3, '0')) / 1_000;
