-- Who sends spans and measurements, and what has been measured: sums by day of arrival, so that lists of them read no telemetry.
-- Logs are counted by service already (logs_per_minute). Times are those of the telemetry; what is stamped later than it arrived counts as of its arrival.
CREATE TABLE IF NOT EXISTS spans_per_service
(
  ServiceName LowCardinality(String),
  ServiceNamespace LowCardinality(String),
  Environment LowCardinality(String),
  Day Date,
  FirstAt SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  LastAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  Spans SimpleAggregateFunction(sum, UInt64),
  Errors SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY Day
ORDER BY (ServiceName, ServiceNamespace, Environment)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS spans_per_service_of_spans TO spans_per_service AS
SELECT
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  toDate(ReceivedAt) AS Day,
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS FirstAt,
  max(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS LastAt,
  count() AS Spans,
  countIf(StatusCode = 2) AS Errors
FROM spans
GROUP BY ServiceName, ServiceNamespace, Environment, Day;

CREATE TABLE IF NOT EXISTS points_per_metric
(
  MetricName LowCardinality(String),
  ServiceName LowCardinality(String),
  ServiceNamespace LowCardinality(String),
  Environment LowCardinality(String),
  Day Date,
  -- The latest point counts: when it came, its kind, unit and description.
  Latest SimpleAggregateFunction(max, Tuple(At DateTime64(3, 'UTC'), Type String, Unit String, Description String, IsMonotonic Bool)),
  FirstAt SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  Points SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY Day
ORDER BY (MetricName, ServiceName, ServiceNamespace, Environment)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS points_per_metric_of_points TO points_per_metric AS
SELECT
  MetricName,
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  toDate(ReceivedAt) AS Day,
  max((toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC'), toString(MetricType), toString(MetricUnit), leftUTF8(toString(MetricDescription), 1024), IsMonotonic)) AS Latest,
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS FirstAt,
  count() AS Points
FROM metric_points
GROUP BY MetricName, ServiceName, ServiceNamespace, Environment, Day;

TRUNCATE TABLE spans_per_service;

INSERT INTO spans_per_service (ServiceName, ServiceNamespace, Environment, Day, FirstAt, LastAt, Spans, Errors)
SELECT
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  toDate(ReceivedAt) AS Day, min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')), max(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')), count(), countIf(StatusCode = 2)
FROM spans
GROUP BY ServiceName, ServiceNamespace, Environment, Day
SETTINGS max_partitions_per_insert_block = 0;

TRUNCATE TABLE points_per_metric;

INSERT INTO points_per_metric (MetricName, ServiceName, ServiceNamespace, Environment, Day, Latest, FirstAt, Points)
SELECT
  MetricName,
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  toDate(ReceivedAt) AS Day,
  max((toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC'), toString(MetricType), toString(MetricUnit), leftUTF8(toString(MetricDescription), 1024), IsMonotonic)),
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')),
  count()
FROM metric_points
GROUP BY MetricName, ServiceName, ServiceNamespace, Environment, Day
SETTINGS max_partitions_per_insert_block = 0;
