export interface RetentionLimits {
  /** Days of telemetry kept, by arrival. */
  readonly days: number;
  /** Days of runs, stages and ledgers kept. */
  readonly runDays: number;
  /** Bytes of telemetry on disk. */
  readonly bytes: number;
}

/** What one table holds of one day or month of arrival. */
export interface Partition {
  readonly table: string;
  /** The day, or the first of the month: `2026-11-23`. */
  readonly partition: string;
  readonly bytes: number;
}

const dayMs = 86_400_000;

/** Tables in days of arrival; what they hold can be had again from nowhere, and is most of the disk. */
export const dailyTables = [
  'logs',
  'spans',
  'metric_points',
  'trace_times',
  'spans_per_service',
  'points_per_metric',
  'logs_per_minute',
  'dependency_call_minutes',
] as const;
/** Tables in months of arrival: small, and what history is made of. */
export const monthlyTables = [
  'runs',
  'stages',
  'stage_rejections',
  'pipeline_days',
  'unfinished_runs',
  'unnamed_pipelines',
  'dependency_calls',
  'dependency_callers',
  'dependency_rows',
  'dependency_breakers',
  'dependency_probes',
  'checked_files',
  'check_results',
  'file_profiles',
  'dataset_uses',
  'database_statements',
  'database_transactions',
  'redactions',
] as const;

/** Since when what arrived is kept of runs, unix ms: months go whole. */
export const monthsKeptSinceMs = (runDays: number, nowMs: number): number =>
  Date.parse(`${isoDay(nowMs - runDays * dayMs).slice(0, 7)}-01`);

/** The partitions to drop, oldest first: those too old, then the oldest days until the rest fits. The newest day always stays. */
export const expiredPartitions = (
  partitions: readonly Partition[],
  limits: RetentionLimits,
  nowMs: number,
): Partition[] => {
  const daily = partitions.filter(({ table }) => isOneOf(dailyTables, table));
  const monthly = partitions.filter(({ table }) => isOneOf(monthlyTables, table));
  const days = expiredDays(daily, limits, nowMs);
  const oldestMonth = isoDay(monthsKeptSinceMs(limits.runDays, nowMs));
  return [
    ...daily.filter(({ partition }) => days.has(partition)),
    ...monthly.filter(({ partition }) => partition < oldestMonth),
  ].sort((a, b) => a.partition.localeCompare(b.partition));
};

const expiredDays = (
  partitions: readonly Partition[],
  { days, bytes }: RetentionLimits,
  nowMs: number,
): Set<string> => {
  const byDay = [...Map.groupBy(partitions, ({ partition }) => partition)].sort(([a], [b]) => b.localeCompare(a));
  const oldestDay = isoDay(nowMs - days * dayMs);
  const expired = new Set<string>();
  let kept = 0;
  for (const [index, [day, parts]] of byDay.entries()) {
    kept += parts.reduce((sum, part) => sum + part.bytes, 0);
    if (index > 0 && (day < oldestDay || kept > bytes)) expired.add(day);
  }
  return expired;
};

const isOneOf = (tables: readonly string[], table: string): boolean => tables.includes(table);
const isoDay = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);
