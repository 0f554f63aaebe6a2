-- The three signals as they arrive. Column names follow the OpenTelemetry exporter for ClickHouse where both have the column.
-- Partitions go by the day of arrival: a sender's clock can be wrong, and retention drops whole partitions, oldest arrival first.

CREATE TABLE IF NOT EXISTS logs
(
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ObservedTimestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  TraceFlags UInt8 CODEC(ZSTD(1)),
  SeverityText LowCardinality(String) CODEC(ZSTD(1)),
  SeverityNumber UInt8 CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  Body String CODEC(ZSTD(1)),
  EventName LowCardinality(String) CODEC(ZSTD(1)),
  PipelineNamespace LowCardinality(String) CODEC(ZSTD(1)),
  PipelineName LowCardinality(String) CODEC(ZSTD(1)),
  RunId String CODEC(ZSTD(1)),
  StageName LowCardinality(String) CODEC(ZSTD(1)),
  StageId String CODEC(ZSTD(1)),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ScopeName LowCardinality(String) CODEC(ZSTD(1)),
  ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  LogItems Array(String) ALIAS arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)),
  INDEX trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX run_id RunId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha'),
  INDEX items arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)) TYPE text(tokenizer = 'array')
)
ENGINE = MergeTree
PARTITION BY toDate(ReceivedAt)
ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, old_parts_lifetime = 480;

CREATE TABLE IF NOT EXISTS spans
(
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  DurationNano UInt64 CODEC(ZSTD(1)),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  ParentSpanId String CODEC(ZSTD(1)),
  TraceState String CODEC(ZSTD(1)),
  SpanName LowCardinality(String) CODEC(ZSTD(1)),
  SpanKind UInt8 CODEC(ZSTD(1)),
  StatusCode UInt8 CODEC(ZSTD(1)),
  StatusMessage String CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  PipelineNamespace LowCardinality(String) CODEC(ZSTD(1)),
  PipelineName LowCardinality(String) CODEC(ZSTD(1)),
  RunId String CODEC(ZSTD(1)),
  StageName LowCardinality(String) CODEC(ZSTD(1)),
  StageId String CODEC(ZSTD(1)),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ScopeName LowCardinality(String) CODEC(ZSTD(1)),
  ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
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
  Timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  StartTimestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ReceivedAt DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  MetricName LowCardinality(String) CODEC(ZSTD(1)),
  MetricDescription LowCardinality(String) CODEC(ZSTD(1)),
  MetricUnit LowCardinality(String) CODEC(ZSTD(1)),
  MetricType LowCardinality(String) CODEC(ZSTD(1)),
  AggregationTemporality UInt8 CODEC(ZSTD(1)),
  IsMonotonic Bool CODEC(ZSTD(1)),
  Flags UInt32 CODEC(ZSTD(1)),
  Value Float64 CODEC(ZSTD(1)),
  Count UInt64 CODEC(ZSTD(1)),
  Sum Nullable(Float64) CODEC(ZSTD(1)),
  Min Nullable(Float64) CODEC(ZSTD(1)),
  Max Nullable(Float64) CODEC(ZSTD(1)),
  BucketCounts Array(UInt64) CODEC(ZSTD(1)),
  ExplicitBounds Array(Float64) CODEC(ZSTD(1)),
  Scale Int32 CODEC(ZSTD(1)),
  ZeroCount UInt64 CODEC(ZSTD(1)),
  ZeroThreshold Float64 CODEC(ZSTD(1)),
  PositiveOffset Int32 CODEC(ZSTD(1)),
  PositiveBucketCounts Array(UInt64) CODEC(ZSTD(1)),
  NegativeOffset Int32 CODEC(ZSTD(1)),
  NegativeBucketCounts Array(UInt64) CODEC(ZSTD(1)),
  Quantiles Array(Float64) CODEC(ZSTD(1)),
  QuantileValues Array(Float64) CODEC(ZSTD(1)),
  ExemplarTraceIds Array(String) CODEC(ZSTD(1)),
  ExemplarSpanIds Array(String) CODEC(ZSTD(1)),
  ExemplarValues Array(Float64) CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  PipelineNamespace LowCardinality(String) CODEC(ZSTD(1)),
  PipelineName LowCardinality(String) CODEC(ZSTD(1)),
  RunId String CODEC(ZSTD(1)),
  StageName LowCardinality(String) CODEC(ZSTD(1)),
  StageId String CODEC(ZSTD(1)),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ScopeName LowCardinality(String) CODEC(ZSTD(1)),
  ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
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
  TraceId String CODEC(ZSTD(1)),
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
