-- Sums of traces, services and metrics say of which pipeline and service their records are: who may see a part of the telemetry sees its sums.
ALTER TABLE trace_times
  ADD COLUMN IF NOT EXISTS PipelineNamespace LowCardinality(String), ADD COLUMN IF NOT EXISTS PipelineName LowCardinality(String), ADD COLUMN IF NOT EXISTS ServiceName LowCardinality(String),
  MODIFY ORDER BY (TraceId, PipelineNamespace, PipelineName, ServiceName);
ALTER TABLE spans_per_service
  ADD COLUMN IF NOT EXISTS PipelineNamespace LowCardinality(String), ADD COLUMN IF NOT EXISTS PipelineName LowCardinality(String),
  MODIFY ORDER BY (ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName);
ALTER TABLE points_per_metric
  ADD COLUMN IF NOT EXISTS PipelineNamespace LowCardinality(String), ADD COLUMN IF NOT EXISTS PipelineName LowCardinality(String),
  MODIFY ORDER BY (MetricName, ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName);

DROP VIEW IF EXISTS trace_times_of_spans;
CREATE MATERIALIZED VIEW trace_times_of_spans TO trace_times AS
SELECT
  TraceId,
  PipelineNamespace,
  PipelineName,
  ServiceName,
  toDate(ReceivedAt) AS Day,
  min(Timestamp) AS StartedAt,
  max(addNanoseconds(Timestamp, DurationNano)) AS FinishedAt,
  count() AS Spans,
  countIf(StatusCode = 2) AS Errors,
  min((toUInt8(ParentSpanId != ''), Timestamp, toString(ServiceName), leftUTF8(toString(SpanName), 1024))) AS Entry,
  [toString(ServiceName)] AS Services,
  groupUniqArrayIf(100)((RunId, toString(PipelineName), toString(PipelineNamespace)), RunId != '') AS Runs
FROM spans
WHERE TraceId != ''
GROUP BY TraceId, PipelineNamespace, PipelineName, ServiceName, Day;

DROP VIEW IF EXISTS spans_per_service_of_spans;
CREATE MATERIALIZED VIEW spans_per_service_of_spans TO spans_per_service AS
SELECT
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  PipelineNamespace,
  PipelineName,
  toDate(ReceivedAt) AS Day,
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS FirstAt,
  max(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS LastAt,
  count() AS Spans,
  countIf(StatusCode = 2) AS Errors
FROM spans
GROUP BY ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day;

DROP VIEW IF EXISTS points_per_metric_of_points;
CREATE MATERIALIZED VIEW points_per_metric_of_points TO points_per_metric AS
SELECT
  MetricName,
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  PipelineNamespace,
  PipelineName,
  toDate(ReceivedAt) AS Day,
  max((toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC'), toString(MetricType), toString(MetricUnit), leftUTF8(toString(MetricDescription), 1024), IsMonotonic)) AS Latest,
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')) AS FirstAt,
  count() AS Points
FROM metric_points
GROUP BY MetricName, ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day;

-- What is stored is folded again as 0026 and 0027 did.
TRUNCATE TABLE trace_times;
INSERT INTO trace_times (TraceId, PipelineNamespace, PipelineName, ServiceName, Day, StartedAt, FinishedAt, Spans, Errors, Entry, Services, Runs)
SELECT
  TraceId,
  PipelineNamespace,
  PipelineName,
  ServiceName,
  toDate(ReceivedAt),
  Timestamp,
  addNanoseconds(Timestamp, DurationNano),
  1,
  toUInt64(StatusCode = 2),
  (toUInt8(ParentSpanId != ''), Timestamp, toString(ServiceName), leftUTF8(toString(SpanName), 1024)),
  [toString(ServiceName)],
  if(RunId = '', [], [(RunId, toString(PipelineName), toString(PipelineNamespace))])
FROM spans
WHERE TraceId != ''
SETTINGS max_partitions_per_insert_block = 0;

TRUNCATE TABLE spans_per_service;
INSERT INTO spans_per_service (ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day, FirstAt, LastAt, Spans, Errors)
SELECT
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  PipelineNamespace,
  PipelineName,
  toDate(ReceivedAt) AS Day, min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')), max(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')), count(), countIf(StatusCode = 2)
FROM spans
GROUP BY ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day
SETTINGS max_partitions_per_insert_block = 0;

TRUNCATE TABLE points_per_metric;
INSERT INTO points_per_metric (MetricName, ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day, Latest, FirstAt, Points)
SELECT
  MetricName,
  ServiceName,
  ResourceAttributes['service.namespace'] AS ServiceNamespace,
  if(ResourceAttributes['deployment.environment.name'] = '', ResourceAttributes['deployment.environment'], ResourceAttributes['deployment.environment.name']) AS Environment,
  PipelineNamespace,
  PipelineName,
  toDate(ReceivedAt) AS Day,
  max((toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC'), toString(MetricType), toString(MetricUnit), leftUTF8(toString(MetricDescription), 1024), IsMonotonic)),
  min(toDateTime64(least(Timestamp, toDateTime64(ReceivedAt, 9, 'UTC')), 3, 'UTC')),
  count()
FROM metric_points
GROUP BY MetricName, ServiceName, ServiceNamespace, Environment, PipelineNamespace, PipelineName, Day
SETTINGS max_partitions_per_insert_block = 0;
