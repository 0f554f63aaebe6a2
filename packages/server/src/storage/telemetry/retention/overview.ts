import { keptClasses } from './classes.ts';
import { isoDay, type Partition } from './expired.ts';
import type { RetentionLimits } from './limits.ts';
import { type DiskSpace, type Forecast, forecastOf } from './forecast.ts';
import { bytesOf, type StoredPartition } from './retention.ts';

export interface KeptOverview {
  readonly name: string;
  readonly setting: string;
  readonly days: number;
  readonly period: 'day' | 'month';
  readonly bytes: number;
  readonly rows: number;
  /** The oldest day or month of arrival; null where there is nothing. */
  readonly since: string | null;
  /** When that goes, by its age: a day. */
  readonly nextGoesAt: string | null;
}

export interface RetentionOverview {
  readonly classes: KeptOverview[];
  readonly bytes: number;
  readonly mostBytes: number;
  readonly disk: DiskSpace;
  readonly forecast: Forecast;
}

const dayMs = 86_400_000;

/** What is kept, since when, and what goes next. */
export const overviewOf = (
  stored: readonly StoredPartition[],
  limits: RetentionLimits,
  disk: DiskSpace,
  nowMs: number,
): RetentionOverview => {
  const dailyTables = new Set(keptClasses.filter(({ period }) => period === 'day').flatMap(({ tables }) => tables));
  const daily = stored.filter(({ table }) => dailyTables.has(table));
  return {
    classes: keptClasses.map((kept): KeptOverview => {
      const own = stored.filter(({ table }) => kept.tables.includes(table));
      const first = own.filter(({ table, rows }) => table === kept.tables[0] && rows > 0);
      const since = oldestOf(first.length > 0 ? first : own);
      const days = kept.days(limits);
      return {
        name: kept.name,
        setting: `retention.${kept.setting}`,
        days,
        period: kept.period,
        bytes: bytesOf(own),
        rows: first.reduce((sum, { rows }) => sum + rows, 0),
        since,
        nextGoesAt: since === null ? null : goesAt(since, days, kept.period),
      };
    }),
    bytes: bytesOf(daily),
    mostBytes: limits.bytes,
    disk,
    forecast: forecastOf(daily, limits, disk, nowMs),
  };
};

const oldestOf = (partitions: readonly Partition[]): string | null =>
  partitions.reduce<string | null>(
    (first, { partition }) => (first === null || partition < first ? partition : first),
    null,
  );

/** A day goes when its number of days has passed after it; a month when that is so for the first day after it. */
const goesAt = (partition: string, days: number, period: 'day' | 'month'): string => {
  const start = new Date(partition);
  const end = period === 'day' ? start.getTime() + dayMs : Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
  return isoDay(end + days * dayMs);
};
