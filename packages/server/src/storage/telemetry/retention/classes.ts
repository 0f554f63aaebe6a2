import type { RetentionLimits } from './limits.ts';

/** Tables that are kept as long as each other. `day`: partitions are days of arrival. */
export interface KeptClass {
  readonly name: string;
  readonly period: 'day' | 'month';
  /** The first one says since when something is kept. */
  readonly tables: readonly [string, ...string[]];
  /** Days; the setting that holds them. */
  readonly days: (limits: RetentionLimits) => number;
  readonly setting: string;
}

export const keptClasses: readonly KeptClass[] = [
  {
    name: 'logs',
    period: 'day',
    tables: ['logs', 'logs_per_minute'],
    days: ({ logDays, days }) => logDays ?? days,
    setting: 'logDays',
  },
  {
    name: 'spans',
    period: 'day',
    tables: ['spans', 'trace_times', 'spans_per_service'],
    days: ({ spanDays, days }) => spanDays ?? days,
    setting: 'spanDays',
  },
  {
    name: 'metrics',
    period: 'day',
    tables: ['metric_points', 'points_per_metric'],
    days: ({ metricDays, days }) => metricDays ?? days,
    setting: 'metricDays',
  },
  {
    name: 'response times of APIs',
    period: 'day',
    tables: ['dependency_call_minutes'],
    days: ({ days }) => days,
    setting: 'days',
  },
  {
    name: 'rejects',
    period: 'month',
    tables: ['stage_rejections'],
    days: ({ rejectDays, runDays }) => rejectDays ?? runDays,
    setting: 'rejectDays',
  },
  {
    name: 'runs and ledgers',
    period: 'month',
    tables: [
      'runs',
      'stages',
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
    ],
    days: ({ runDays }) => runDays,
    setting: 'runDays',
  },
];

export const keptTables: readonly string[] = keptClasses.flatMap(({ tables }) => tables);
