import { keptClasses } from './classes.ts';
import type { RetentionLimits } from './limits.ts';

/** What one table holds of one day or month of arrival. */
export interface Partition {
  readonly table: string;
  /** The day, or the first of the month: `2026-11-23`. */
  readonly partition: string;
  readonly bytes: number;
}

const dayMs = 86_400_000;

/** Since when what arrived is kept of runs, unix ms: months go whole. */
export const monthsKeptSinceMs = (runDays: number, nowMs: number): number =>
  Date.parse(`${isoDay(nowMs - runDays * dayMs).slice(0, 7)}-01`);

/** The partitions to drop, oldest first: those too old for their class, then the oldest days until the rest fits. The newest day always stays. */
export const expiredPartitions = (
  partitions: readonly Partition[],
  limits: RetentionLimits,
  nowMs: number,
): Partition[] => {
  const daily = of('day', partitions);
  const newest = daily.reduce((latest, { partition }) => (partition > latest ? partition : latest), '');
  const tooOld = daily.filter(
    ({ table, partition }) => partition < newest && partition < keptSince(table, limits, nowMs),
  );
  const over = daysOver(
    daily.filter((each) => !tooOld.includes(each)),
    limits.bytes,
  );
  return [
    ...daily.filter((each) => tooOld.includes(each) || over.has(each.partition)),
    ...of('month', partitions).filter(({ table, partition }) => partition < keptSince(table, limits, nowMs)),
  ].sort((a, b) => a.partition.localeCompare(b.partition));
};

/** The oldest partition that the class of a table keeps now. */
const keptSince = (table: string, limits: RetentionLimits, nowMs: number): string => {
  const kept = keptClasses.find(({ tables }) => tables.includes(table));
  if (kept === undefined) return '';
  const days = kept.days(limits);
  return isoDay(kept.period === 'day' ? nowMs - days * dayMs : monthsKeptSinceMs(days, nowMs));
};

const of = (period: 'day' | 'month', partitions: readonly Partition[]): Partition[] => {
  const tables = new Set(keptClasses.filter((each) => each.period === period).flatMap((each) => each.tables));
  return partitions.filter(({ table }) => tables.has(table));
};

/** The oldest days, of all classes, until the rest fits; never the newest. */
const daysOver = (partitions: readonly Partition[], bytes: number): Set<string> => {
  const byDay = [...Map.groupBy(partitions, ({ partition }) => partition)].sort(([a], [b]) => b.localeCompare(a));
  const over = new Set<string>();
  let kept = 0;
  for (const [index, [day, parts]] of byDay.entries()) {
    kept += parts.reduce((sum, part) => sum + part.bytes, 0);
    if (index > 0 && kept > bytes) over.add(day);
  }
  return over;
};

export const isoDay = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);
