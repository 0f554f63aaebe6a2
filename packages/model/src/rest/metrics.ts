import { z } from 'zod';
import { timeRange, words } from './common.ts';

export const metricAggregations = ['avg', 'min', 'max', 'sum', 'count', 'last', 'rate', 'p50', 'p95', 'p99'] as const;

export const metricQuery = timeRange.extend({
  name: words,
  aggregation: z
    .enum(metricAggregations)
    .optional()
    .describe(
      '`rate`: per second, for sums; p50-p99: histograms. Without: `rate` of counters, `sum` of other sums, else `avg`',
    ),
  stepSeconds: z.coerce.number().int().min(1).max(86_400).optional(),
  groupBy: words.optional().describe('Attribute names, comma-separated'),
  filter: words.optional().describe('key:value terms on attributes, as in logs'),
  service: words.optional(),
  runId: words.optional(),
});

export const metricSeries = z.object({
  name: z.string(),
  /** gauge, sum, histogram, exponential_histogram or summary; null when nothing was measured. */
  type: z.string().nullable().optional(),
  /** As asked for, or as usual for the type. */
  aggregation: z.enum(metricAggregations).optional(),
  unit: z.string(),
  stepSeconds: z.int(),
  series: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      points: z.array(z.tuple([z.string(), z.number().nullable()])),
    }),
  ),
});
export type MetricSeries = z.infer<typeof metricSeries>;

/** `GET /api/v1/metrics/names`: what has been measured, by name. */
export const metricNames = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      unit: z.string(),
      description: z.string(),
      services: z.array(z.string()),
    }),
  ),
});
export type MetricNames = z.infer<typeof metricNames>;
