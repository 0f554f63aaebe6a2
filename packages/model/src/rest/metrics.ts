import { z } from 'zod';
import { cursor, page, pageLimit, pipelineOfRun, timeRange, words } from './common.ts';

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
  ...pipelineOfRun,
});

export const metricSeries = z.object({
  name: z.string(),
  /** gauge, sum, histogram, exponential_histogram or summary; null when nothing was measured. */
  type: z.string().nullable().optional(),
  /** As requested, or as usual for the type. */
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

export const metricPointsQuery = metricQuery
  .pick({ name: true, filter: true, service: true, runId: true, namespace: true, pipeline: true, from: true, to: true })
  .extend({ limit: pageLimit(100), cursor: cursor.optional() });

/** One measurement as it was sent. */
export const metricPoint = z.object({
  /** RFC 3339 with nanoseconds. */
  timestamp: z.string(),
  type: z.string(),
  unit: z.string(),
  service: z.string(),
  runId: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  resource: z.record(z.string(), z.string()),
  value: z.number().nullable().describe('Of a gauge or sum; null when it is not finite'),
  count: z.number().nullable().describe('Of a histogram or summary; so are sum, min and max'),
  sum: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  quantiles: z
    .array(z.object({ quantile: z.number(), value: z.number().nullable() }))
    .describe('Of a summary, as its sender computed them: they cannot be joined with those of others'),
  exemplars: z
    .array(z.object({ value: z.number().nullable(), traceId: z.string().nullable(), spanId: z.string().nullable() }))
    .describe('Examples of what was measured, with the trace in which'),
});
export type MetricPoint = z.infer<typeof metricPoint>;
export const metricPoints = page(metricPoint);

/** `GET /api/v1/metrics/names`: what has been measured, by name. */
export const metricNameQuery = z.object({ limit: pageLimit(1_000), cursor: cursor.optional() });
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
  nextCursor: cursor.nullable().optional(),
});
export type MetricNames = z.infer<typeof metricNames>;
