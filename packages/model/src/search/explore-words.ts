/** Whether a span of a trace has failed. */
export const traceStatuses = ['ok', 'error'] as const;
export const traceSorts = ['newest', 'oldest', 'slowest', 'quickest'] as const;

/** How the points of a step of a metric become one figure. */
export const metricAggregations = [
  'avg',
  'min',
  'max',
  'sum',
  'count',
  'last',
  'rate',
  'increase',
  'p50',
  'p95',
  'p99',
] as const;
export type MetricAggregation = (typeof metricAggregations)[number];
