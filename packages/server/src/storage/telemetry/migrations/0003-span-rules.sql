-- Runs out of spans that know nothing of pipelines, by the rules of the config file. Patterns are regular expressions made of globs.
CREATE TABLE IF NOT EXISTS span_rules
(
  ServiceName String,
  RootPattern String,
  PipelineNamespace String,
  PipelineName String,
  -- (pattern, stage name; empty: the span's own name)
  Stages Array(Tuple(Pattern String, StageName String))
)
ENGINE = MergeTree
ORDER BY ServiceName
SETTINGS fsync_after_insert = 1;

-- A span that has no parent and matches is a run; its id is the trace's.
CREATE MATERIALIZED VIEW IF NOT EXISTS runs_of_spans TO runs AS
SELECT
  TraceId AS RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  rule.PipelineNamespace AS PipelineNamespace,
  rule.PipelineName AS PipelineName,
  Timestamp AS StartedAt,
  addNanoseconds(Timestamp, DurationNano) AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  span.TraceId AS TraceId,
  span.ServiceName AS ServiceName,
  ResourceAttributes['deployment.environment.name'] AS Environment,
  ResourceAttributes['host.name'] AS Host,
  toUInt32OrNull(ResourceAttributes['process.pid']) AS ProcessId,
  (
    addNanoseconds(Timestamp, DurationNano),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    '', '', '', -1, -1, -1, -1, -1, -1
  ) AS Finish
FROM (SELECT * FROM spans WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN span_rules AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, rule.RootPattern);

CREATE MATERIALIZED VIEW IF NOT EXISTS stages_of_spans TO stages AS
SELECT
  TraceId AS RunId,
  SpanId AS StageId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(stage.StageName = '', SpanName, stage.StageName) AS StageName,
  ParentSpanId AS ParentStageId,
  true AS StartSeen,
  Timestamp AS StartedAt,
  addNanoseconds(Timestamp, DurationNano) AS LastEventAt,
  (
    addNanoseconds(Timestamp, DurationNano),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    ''
  ) AS Finish
FROM (SELECT * FROM spans WHERE ParentSpanId != '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN (SELECT ServiceName, arrayJoin(Stages) AS stage FROM span_rules) AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, stage.Pattern);
