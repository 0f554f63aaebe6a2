import { isoDay, type Partition } from './expired.ts';
import type { RetentionLimits } from './limits.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A guess from the last whole days; nothing is promised by it. */
export interface Forecast {
  /** Of telemetry, as it lies on disk; null where no whole day has arrived yet. */
  readonly bytesPerDay: number | null;
  /** Whole days it was taken from. */
  readonly basedOnDays: number;
  /** Until something is full, at that rate; null: never, as old days go before, or it is not known. */
  readonly fullInDays: number | null;
  /** `limit`: of `retention.bytes`, after which the oldest day goes; `disk`: senders are refused then. */
  readonly fullBy: 'limit' | 'disk' | null;
}

const mostDays = 7;
const dayMs = 86_400_000;

/** `daily`: partitions of tables in days of arrival. Days without anything count as days. */
export const forecastOf = (
  daily: readonly Partition[],
  limits: RetentionLimits,
  disk: DiskSpace,
  nowMs: number,
): Forecast => {
  const today = isoDay(nowMs);
  const oldest = daily.reduce((first, { partition }) => (partition < first ? partition : first), today);
  const ageDays = Math.round((Date.parse(today) - Date.parse(oldest)) / dayMs);
  const basedOnDays = Math.min(mostDays, ageDays);
  if (basedOnDays === 0) return { bytesPerDay: null, basedOnDays, fullInDays: null, fullBy: null };
  const since = isoDay(Date.parse(today) - basedOnDays * dayMs);
  const sum = (parts: readonly Partition[]): number => parts.reduce((bytes, part) => bytes + part.bytes, 0);
  const bytesPerDay = sum(daily.filter(({ partition }) => partition >= since && partition < today)) / basedOnDays;
  const known = { bytesPerDay, basedOnDays };
  const toLimit = Math.max(0, limits.bytes - sum(daily)) / bytesPerDay;
  const toDisk = disk.freeBytes / bytesPerDay;
  const fullInDays = Math.min(toLimit, toDisk);
  const growsForDays = Math.max(0, longestDays(limits) - ageDays);
  if (!(fullInDays < growsForDays)) return { ...known, fullInDays: null, fullBy: null };
  return { ...known, fullInDays: Math.floor(fullInDays), fullBy: toDisk < toLimit ? 'disk' : 'limit' };
};

const longestDays = ({ days, logDays = days, spanDays = days, metricDays = days }: RetentionLimits): number =>
  Math.max(logDays, spanDays, metricDays);
