-- Spans on their way to the views that make runs and stages of them, which are a third of the price of an insert of spans. They come here
-- only while there is a rule (`span-rules/rules.ts`); nothing stays.
CREATE TABLE IF NOT EXISTS spans_by_rules
(
  Timestamp DateTime64(9, 'UTC'),
  ReceivedAt DateTime64(3, 'UTC'),
  DurationNano UInt64,
  TraceId String,
  SpanId String,
  ParentSpanId String,
  SpanName LowCardinality(String),
  StatusCode UInt8,
  StatusMessage String,
  ServiceName LowCardinality(String),
  PipelineName LowCardinality(String),
  ResourceAttributes Map(LowCardinality(String), String),
  SpanAttributes Map(LowCardinality(String), String)
)
ENGINE = Null;

-- As they were, but for where they read.
DROP VIEW IF EXISTS runs_of_spans;
CREATE MATERIALIZED VIEW runs_of_spans TO runs AS
WITH
  addNanoseconds(Timestamp, DurationNano) AS EndedAt,
  if(EndedAt > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, EndedAt), 0) AS AheadMs
SELECT
  TraceId AS RunId,
  leftUTF8(trimBoth(replaceRegexpOne(toString(span.SpanName), rule.RootPattern, rule.PipelineName)), 200) AS KeyPipeline,
  rule.PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  rule.PipelineNamespace AS PipelineNamespace,
  KeyPipeline AS PipelineName,
  subtractMilliseconds(Timestamp, AheadMs) AS StartedAt,
  subtractMilliseconds(EndedAt, AheadMs) AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  span.TraceId AS TraceId,
  span.ServiceName AS ServiceName,
  ResourceAttributes['deployment.environment.name'] AS Environment,
  if(ResourceAttributes['pipeline.version'] = '', ResourceAttributes['service.version'], ResourceAttributes['pipeline.version']) AS Version,
  [rule.Id] AS SpanRules,
  ResourceAttributes['host.name'] AS Host,
  toUInt32OrNull(ResourceAttributes['process.pid']) AS ProcessId,
  (
    addNanoseconds(subtractMilliseconds(EndedAt, AheadMs), if(StatusCode = 2, 2, 0)),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    '', '', '', -1, -1, -1, -1, -1, -1
  ) AS Finish
FROM (SELECT * FROM spans_by_rules WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN span_rules AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, rule.RootPattern) AND KeyPipeline != '';

DROP VIEW IF EXISTS stages_of_spans;
CREATE MATERIALIZED VIEW stages_of_spans TO stages AS
WITH
  addNanoseconds(Timestamp, DurationNano) AS EndedAt,
  if(EndedAt > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, EndedAt), 0) AS AheadMs
SELECT
  TraceId AS RunId,
  SpanId AS StageId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(stage.StageName = '', SpanName, stage.StageName) AS StageName,
  ParentSpanId AS ParentStageId,
  true AS StartSeen,
  [rule.Id] AS SpanRules,
  false AS RowsCounted,
  subtractMilliseconds(Timestamp, AheadMs) AS StartedAt,
  subtractMilliseconds(EndedAt, AheadMs) AS LastEventAt,
  (
    subtractMilliseconds(EndedAt, AheadMs),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    ''
  ) AS Finish
FROM (SELECT * FROM spans_by_rules WHERE ParentSpanId != '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN (SELECT Id, ServiceName, arrayJoin(Stages) AS stage FROM span_rules) AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, stage.Pattern);
