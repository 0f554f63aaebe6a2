import type { AnyValueSql } from './any-value.ts';
import { hexOf } from './hex.ts';
import { instantOf } from './instant.ts';
import type { SegmentShape } from './shape.ts';

const number = (field: string) =>
  `value Enum8('none' = 0, 'as_double' = ${field}, 'as_int' = 6), as_double Float64, as_int Int64`;
const exemplars = `exemplars Array(Tuple(time_unix_nano UInt64, span_id String, trace_id String, ${number('3')}))`;
const statistics = 'count UInt64, sum Nullable(Float64), min Nullable(Float64), max Nullable(Float64)';
const buckets = 'Tuple(offset Int32, bucket_counts Array(UInt64))';

/** ClickHouse type of the metric message; attributes are the only values in it. */
const metricType = ({ attributesType }: AnyValueSql): string => {
  const point = `attributes ${attributesType}, start_time_unix_nano UInt64, time_unix_nano UInt64, flags UInt32`;
  const numbers = `data_points Array(Tuple(${point}, ${number('4')}, ${exemplars}))`;
  const histograms = `data_points Array(Tuple(${point}, ${statistics}, bucket_counts Array(UInt64), explicit_bounds Array(Float64), ${exemplars}))`;
  const exponentials = `data_points Array(Tuple(${point}, ${statistics}, scale Int32, zero_count UInt64, zero_threshold Float64, positive ${buckets}, negative ${buckets}, ${exemplars}))`;
  const summaries = `data_points Array(Tuple(${point}, count UInt64, sum Float64, quantile_values Array(Tuple(quantile Float64, value Float64))))`;
  return `name String, description String, unit String, gauge Tuple(${numbers}),
    sum Tuple(${numbers}, aggregation_temporality Int32, is_monotonic Bool),
    histogram Tuple(${histograms}, aggregation_temporality Int32),
    exponential_histogram Tuple(${exponentials}, aggregation_temporality Int32),
    summary Tuple(${summaries})`;
};

/** Members every point is brought to, whatever its metric type, with the value of those a type lacks. */
const members = {
  type: ['String', "''"],
  temporality: ['UInt8', '0'],
  monotonic: ['Bool', 'false'],
  attributes: ['Map(String, String)', 'map()'],
  start: ['UInt64', 'p.start_time_unix_nano'],
  time: ['UInt64', 'p.time_unix_nano'],
  flags: ['UInt32', 'p.flags'],
  value: ['Float64', '0'],
  count: ['UInt64', '0'],
  sum: ['Nullable(Float64)', 'NULL'],
  min: ['Nullable(Float64)', 'NULL'],
  max: ['Nullable(Float64)', 'NULL'],
  bucket_counts: ['Array(UInt64)', '[]'],
  explicit_bounds: ['Array(Float64)', '[]'],
  scale: ['Int32', '0'],
  zero_count: ['UInt64', '0'],
  zero_threshold: ['Float64', '0'],
  positive_offset: ['Int32', '0'],
  positive_counts: ['Array(UInt64)', '[]'],
  negative_offset: ['Int32', '0'],
  negative_counts: ['Array(UInt64)', '[]'],
  quantiles: ['Array(Float64)', '[]'],
  quantile_values: ['Array(Float64)', '[]'],
  exemplar_traces: ['Array(String)', '[]'],
  exemplar_spans: ['Array(String)', '[]'],
  exemplar_values: ['Array(Float64)', '[]'],
} as const satisfies Record<string, readonly [type: string, absent: string]>;

type Members = Partial<Record<keyof typeof members, string>>;

const itemType = `Tuple(${Object.entries(members)
  .map(([name, [type]]) => `${name} ${type}`)
  .join(', ')})`;

const itemsOf = (dataPoints: string, given: Members): string => {
  const values = Object.entries(members).map(([name, [, absent]]) => given[name as keyof typeof members] ?? absent);
  return `arrayMap(p -> CAST(tuple(${values.join(', ')}), '${itemType.replaceAll("'", "\\'")}'), ${dataPoints})`;
};

const numberOf = (holder: string): string =>
  `if(${holder}.value = 'as_int', toFloat64(${holder}.as_int), ${holder}.as_double)`;
const withExemplars: Members = {
  exemplar_traces: `arrayMap(id -> ${hexOf('id')}, p.exemplars.trace_id)`,
  exemplar_spans: `arrayMap(id -> ${hexOf('id')}, p.exemplars.span_id)`,
  exemplar_values: `arrayMap(e -> ${numberOf('e')}, p.exemplars)`,
};
const withStatistics: Members = { count: 'p.count', sum: 'p.sum', min: 'p.min', max: 'p.max' };
const temporalityOf = (metric: string) => `toUInt8(greatest(0, least(2, record.${metric}.aggregation_temporality)))`;

/** The points of a metric, whatever its type, as items of one tuple type. */
const pointsOf = (any: AnyValueSql): string => {
  const points = (metric: string, given: Members): string =>
    itemsOf(`record.${metric}.data_points`, { attributes: any.map('p.attributes'), ...given });
  const gauges = points('gauge', { type: "'gauge'", value: numberOf('p'), ...withExemplars });
  const sums = points('sum', {
    type: "'sum'",
    temporality: temporalityOf('sum'),
    monotonic: 'record.sum.is_monotonic',
    value: numberOf('p'),
    ...withExemplars,
  });
  const histograms = points('histogram', {
    type: "'histogram'",
    temporality: temporalityOf('histogram'),
    ...withStatistics,
    bucket_counts: 'p.bucket_counts',
    explicit_bounds: 'p.explicit_bounds',
    ...withExemplars,
  });
  const exponentialHistograms = points('exponential_histogram', {
    type: "'exponential_histogram'",
    temporality: temporalityOf('exponential_histogram'),
    ...withStatistics,
    scale: 'p.scale',
    zero_count: 'p.zero_count',
    zero_threshold: 'p.zero_threshold',
    positive_offset: 'p.positive.offset',
    positive_counts: 'p.positive.bucket_counts',
    negative_offset: 'p.negative.offset',
    negative_counts: 'p.negative.bucket_counts',
    ...withExemplars,
  });
  const summaries = points('summary', {
    type: "'summary'",
    count: 'p.count',
    sum: 'p.sum',
    quantiles: 'p.quantile_values.quantile',
    quantile_values: 'p.quantile_values.value',
  });
  return `arrayConcat(${[gauges, sums, histograms, exponentialHistograms, summaries].join(', ')})`;
};

export const metricSegment = (any: AnyValueSql): SegmentShape => ({
  table: 'metric_points',
  resources: 'resource_metrics',
  scopes: 'scope_metrics',
  records: 'metrics',
  recordType: metricType(any),
  items: pointsOf(any),
  attributes: 'item.attributes',
  texts: ['MetricName', 'MetricDescription', 'MetricUnit'],
  columns: {
    Timestamp: instantOf('item.time', 'ReceivedAt'),
    StartTimestamp: instantOf('item.start', 'Timestamp'),
    MetricName: 'record.name',
    MetricDescription: 'record.description',
    MetricUnit: 'record.unit',
    MetricType: 'item.type',
    AggregationTemporality: 'item.temporality',
    IsMonotonic: 'item.monotonic',
    Flags: 'item.flags',
    Value: 'item.value',
    Count: 'item.count',
    Sum: 'item.sum',
    Min: 'item.min',
    Max: 'item.max',
    BucketCounts: 'item.bucket_counts',
    ExplicitBounds: 'item.explicit_bounds',
    Scale: 'item.scale',
    ZeroCount: 'item.zero_count',
    ZeroThreshold: 'item.zero_threshold',
    PositiveOffset: 'item.positive_offset',
    PositiveBucketCounts: 'item.positive_counts',
    NegativeOffset: 'item.negative_offset',
    NegativeBucketCounts: 'item.negative_counts',
    Quantiles: 'item.quantiles',
    QuantileValues: 'item.quantile_values',
    ExemplarTraceIds: 'item.exemplar_traces',
    ExemplarSpanIds: 'item.exemplar_spans',
    ExemplarValues: 'item.exemplar_values',
    MetricAttributes: 'own',
  },
});
