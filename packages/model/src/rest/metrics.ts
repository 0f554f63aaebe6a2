import { z } from 'zod';
import { metricAggregations } from '../search/explore-words.ts';
import { cursor, page, pageLimit, pipelineOfRun, timeRange, words } from './common.ts';

export const metricQuery = timeRange.extend({
  name: words,
  aggregation: z
    .enum(metricAggregations)
    .optional()
    .describe(
      '`rate`: per second, `increase`: in each step, for sums and histograms; p50-p99: histograms, and summaries of one series. Without: `rate` of counters, `sum` of other sums, else `avg`',
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
  /** As it was sent; null when nothing was measured, or of a gauge or summary. */
  temporality: z.enum(['cumulative', 'delta']).nullable().optional(),
  isMonotonic: z.boolean().optional().describe('A sum that only grows, as of a counter'),
  aggregations: z.array(z.enum(metricAggregations)).optional().describe('That its type allows'),
  resets: z
    .int()
    .optional()
    .describe('How often a cumulative series began anew in the range, as when its program restarts'),
  senders: z
    .int()
    .optional()
    .describe('Series that were joined into these lines: one for each set of attributes and resource'),
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
export const metricNameQuery = z.object({
  search: words.optional().describe('Words that the name or description holds, in any order'),
  service: words.optional(),
  limit: pageLimit(1_000),
  cursor: cursor.optional(),
});
export const metricName = z.object({
  name: z.string(),
  type: z.string(),
  unit: z.string(),
  description: z.string(),
  services: z.array(z.string()).describe('Up to 50'),
  isMonotonic: z.boolean().optional(),
  points: z.int().optional().describe('As many as are stored'),
  lastAt: z.string().optional().describe('Time of the latest point'),
});
export type MetricName = z.infer<typeof metricName>;
export const metricNames = z.object({ items: z.array(metricName), nextCursor: cursor.nullable().optional() });
export type MetricNames = z.infer<typeof metricNames>;

export const metricAttributeQuery = metricQuery.pick({
  name: true,
  filter: true,
  service: true,
  from: true,
  to: true,
});
/** `GET /api/v1/metrics/attributes`: by what a metric can be grouped and filtered. */
export const metricAttributes = z.object({
  attributes: z.array(
    z.object({
      key: z.string(),
      distinctValues: z.int(),
      values: z.array(z.string()).describe('Up to 20, commonest first'),
      isResource: z.boolean().describe('Of whoever measured, not of what was measured'),
    }),
  ),
  sample: z.object({ points: z.int() }).describe('The newest points, out of which these are'),
});
export type MetricAttributes = z.infer<typeof metricAttributes>;
