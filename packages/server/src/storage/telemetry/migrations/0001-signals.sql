-- The three signals as they arrive. Column names follow the OpenTelemetry exporter for ClickHouse where both have the column.
-- Partitions go by the day of arrival: a sender's clock can be wrong, and retention drops whole partitions, oldest arrival first.

CREATE TABLE IF NOT EXISTS logs
(
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), LZ4),
  ObservedTimestamp DateTime64(9, 'UTC') CODEC(Delta(8), LZ4),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), LZ4),
  TraceId String CODEC(LZ4),
  SpanId String CODEC(LZ4),
  TraceFlags UInt8 CODEC(LZ4),
  SeverityText LowCardinality(String) CODEC(LZ4),
  SeverityNumber UInt8 CODEC(LZ4),
  ServiceName LowCardinality(String) CODEC(LZ4),
  Body String CODEC(ZSTD(1)),
  EventName LowCardinality(String) CODEC(LZ4),
  PipelineNamespace LowCardinality(String) CODEC(LZ4),
  PipelineName LowCardinality(String) CODEC(LZ4),
  RunId String CODEC(LZ4),
  StageName LowCardinality(String) CODEC(LZ4),
  StageId String CODEC(LZ4),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  ScopeName LowCardinality(String) CODEC(LZ4),
  ScopeVersion LowCardinality(String) CODEC(LZ4),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  INDEX trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX run_id RunId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha'),
  INDEX items arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)) TYPE text(tokenizer = 'array'),
  INDEX resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(ReceivedAt)
ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS spans
(
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), LZ4),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), LZ4),
  DurationNano UInt64 CODEC(LZ4),
  TraceId String CODEC(LZ4),
  SpanId String CODEC(LZ4),
  ParentSpanId String CODEC(LZ4),
  TraceState String CODEC(LZ4),
  SpanName LowCardinality(String) CODEC(LZ4),
  SpanKind UInt8 CODEC(LZ4),
  StatusCode UInt8 CODEC(LZ4),
  StatusMessage String CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(LZ4),
  PipelineNamespace LowCardinality(String) CODEC(LZ4),
  PipelineName LowCardinality(String) CODEC(LZ4),
  RunId String CODEC(LZ4),
  StageName LowCardinality(String) CODEC(LZ4),
  StageId String CODEC(LZ4),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  ScopeName LowCardinality(String) CODEC(LZ4),
  ScopeVersion LowCardinality(String) CODEC(LZ4),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  SpanAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  Events Nested (Timestamp DateTime64(9, 'UTC'), Name LowCardinality(String), Attributes Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
  Links Nested (TraceId String, SpanId String, TraceState String, Attributes Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
  INDEX trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX run_id RunId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(ReceivedAt)
ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS metric_points
(
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), LZ4),
  StartTimestamp DateTime64(9, 'UTC') CODEC(Delta(8), LZ4),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), LZ4),
  MetricName LowCardinality(String) CODEC(LZ4),
  MetricDescription LowCardinality(String) CODEC(LZ4),
  MetricUnit LowCardinality(String) CODEC(LZ4),
  MetricType LowCardinality(String) CODEC(LZ4),
  AggregationTemporality UInt8 CODEC(LZ4),
  IsMonotonic Bool CODEC(LZ4),
  Flags UInt32 CODEC(LZ4),
  Value Float64 CODEC(LZ4),
  Count UInt64 CODEC(LZ4),
  Sum Nullable(Float64) CODEC(LZ4),
  Min Nullable(Float64) CODEC(LZ4),
  Max Nullable(Float64) CODEC(LZ4),
  BucketCounts Array(UInt64) CODEC(LZ4),
  ExplicitBounds Array(Float64) CODEC(LZ4),
  Scale Int32 CODEC(LZ4),
  ZeroCount UInt64 CODEC(LZ4),
  ZeroThreshold Float64 CODEC(LZ4),
  PositiveOffset Int32 CODEC(LZ4),
  PositiveBucketCounts Array(UInt64) CODEC(LZ4),
  NegativeOffset Int32 CODEC(LZ4),
  NegativeBucketCounts Array(UInt64) CODEC(LZ4),
  Quantiles Array(Float64) CODEC(LZ4),
  QuantileValues Array(Float64) CODEC(LZ4),
  ExemplarTraceIds Array(String) CODEC(LZ4),
  ExemplarSpanIds Array(String) CODEC(LZ4),
  ExemplarValues Array(Float64) CODEC(LZ4),
  ServiceName LowCardinality(String) CODEC(LZ4),
  PipelineNamespace LowCardinality(String) CODEC(LZ4),
  PipelineName LowCardinality(String) CODEC(LZ4),
  RunId String CODEC(LZ4),
  StageName LowCardinality(String) CODEC(LZ4),
  StageId String CODEC(LZ4),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  ScopeName LowCardinality(String) CODEC(LZ4),
  ScopeVersion LowCardinality(String) CODEC(LZ4),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(LZ4),
  MetricAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  INDEX run_id RunId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(ReceivedAt)
ORDER BY (MetricName, ServiceName, toStartOfHour(Timestamp), Timestamp)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, old_parts_lifetime = 480;

-- trace id → where in time to look.
CREATE TABLE IF NOT EXISTS trace_times
(
  TraceId String CODEC(LZ4),
  Day Date,
  StartedAt SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  FinishedAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  Spans SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY Day
ORDER BY TraceId
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_times_of_spans TO trace_times AS
SELECT TraceId, toDate(ReceivedAt) AS Day, min(Timestamp) AS StartedAt, max(addNanoseconds(Timestamp, DurationNano)) AS FinishedAt, count() AS Spans
FROM spans
WHERE TraceId != ''
GROUP BY TraceId, Day;

-- Counts for charts and facets.
CREATE TABLE IF NOT EXISTS logs_per_minute
(
  Minute DateTime('UTC'),
  Day Date,
  ServiceName LowCardinality(String),
  PipelineNamespace LowCardinality(String),
  PipelineName LowCardinality(String),
  StageName LowCardinality(String),
  EventName LowCardinality(String),
  SeverityNumber UInt8,
  Records UInt64
)
ENGINE = SummingMergeTree(Records)
PARTITION BY Day
ORDER BY (Minute, ServiceName, PipelineNamespace, PipelineName, StageName, EventName, SeverityNumber)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS logs_per_minute_of_logs TO logs_per_minute AS
SELECT toStartOfMinute(Timestamp) AS Minute, toDate(ReceivedAt) AS Day, ServiceName, PipelineNamespace, PipelineName, StageName, EventName, SeverityNumber, count() AS Records
FROM logs
GROUP BY Minute, Day, ServiceName, PipelineNamespace, PipelineName, StageName, EventName, SeverityNumber;
