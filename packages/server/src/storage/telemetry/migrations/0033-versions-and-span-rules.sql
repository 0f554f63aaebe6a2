-- Which rules made a run or a stage of spans, so that what one rule made can be taken back.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS SpanRules SimpleAggregateFunction(groupUniqArrayArray, Array(String));
ALTER TABLE stages ADD COLUMN IF NOT EXISTS SpanRules SimpleAggregateFunction(groupUniqArrayArray, Array(String));
-- PipelineName may hold \1, \2 … for what the stars of RootPattern stand for.
ALTER TABLE span_rules ADD COLUMN IF NOT EXISTS Id String;

-- Version of the code that ran.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS Version SimpleAggregateFunction(max, String);

DROP VIEW IF EXISTS runs_of_events;
CREATE MATERIALIZED VIEW runs_of_events TO runs AS
WITH
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.run.duration'], 3, -1::Decimal64(3))) AS SaidDurationMs,
  multiIf(
    EventName NOT IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished'), '',
    ResourceAttributes['service.instance.id'] != '', ResourceAttributes['service.instance.id'],
    ResourceAttributes['process.pid'] != '', concat(ResourceAttributes['host.name'], ':', ResourceAttributes['process.pid']),
    '') AS Program,
  if(Program = '', map()::Map(String, UInt64), map(Program, toUInt64(greatest(0, toUnixTimestamp64Milli(HappenedAt))))) AS Programs
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  multiIf(
    SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, subtractMilliseconds(assumeNotNull(SaidAt), AheadMs),
    EventName = 'pipeline.run.finished', subtractMicroseconds(HappenedAt, toInt64(1000 * greatest(0, least(1e12, SaidDurationMs)))),
    HappenedAt) AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ReceivedAt AS FirstSeenAt,
  dateDiff('millisecond', Timestamp, ReceivedAt) AS LeastLagMs,
  toUInt8(EventName = 'pipeline.run.started') AS StartSeen,
  Programs AS ProgramsSince,
  Programs AS ProgramsUntil,
  toUInt32OrZero(LogAttributes['pipeline.run.heartbeat.interval']) AS HeartbeatIntervalMs,
  if(LogAttributes['pipeline.owner'] = '', ResourceAttributes['pipeline.owner'], LogAttributes['pipeline.owner']) AS PipelineOwner,
  if(LogAttributes['pipeline.criticality'] = '', ResourceAttributes['pipeline.criticality'], LogAttributes['pipeline.criticality']) AS PipelineCriticality,
  LogAttributes['pipeline.schedule'] AS PipelineSchedule,
  LogAttributes['pipeline.time_zone'] AS PipelineTimeZone,
  LogAttributes['pipeline.deadline'] AS PipelineDeadline,
  LogAttributes['pipeline.empty'] AS PipelineEmpty,
  LogAttributes['pipeline.run.trigger'] AS RunTrigger,
  LogAttributes['pipeline.run.parent.id'] AS ParentRunId,
  LogAttributes['process.command_args'] AS CommandArgs,
  TraceId,
  ServiceName,
  ResourceAttributes['deployment.environment.name'] AS Environment,
  multiIf(LogAttributes['pipeline.version'] != '', LogAttributes['pipeline.version'], ResourceAttributes['pipeline.version'] != '', ResourceAttributes['pipeline.version'], ResourceAttributes['service.version']) AS Version,
  ResourceAttributes['host.name'] AS Host,
  toUInt32OrNull(ResourceAttributes['process.pid']) AS ProcessId,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.cpu.time'], 3)) AS CpuTimeMs,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.rss.peak']) AS PeakRssBytes,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.heap.peak']) AS PeakHeapBytes,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.event_loop.delay.p99'], 3)) AS EventLoopDelayP99Ms,
  if(EventName = 'pipeline.run.finished',
    (
      FinishedAt,
      FinishState,
      SaidDurationMs,
      if(LogAttributes['exception.type'] = '', LogAttributes['error.type'], LogAttributes['exception.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace'],
      LogAttributes['process.exit.code'],
      if(LogAttributes['pipeline.process.exit.signal'] = '', LogAttributes['process.exit.signal'], LogAttributes['pipeline.process.exit.signal']),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.read'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.written'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.rejected'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.filtered'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.deduplicated'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.unmatched'], -1::Int64)
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '', '', '', -1, -1, -1, -1, -1, -1)) AS Finish
FROM run_events
WHERE EventName NOT IN ('pipeline.run.missed', 'pipeline.run.missed.withdrawn') AND PipelineName != '';

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
FROM (SELECT * FROM spans WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
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
FROM (SELECT * FROM spans WHERE ParentSpanId != '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN (SELECT Id, ServiceName, arrayJoin(Stages) AS stage FROM span_rules) AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, stage.Pattern);

-- Versions of what is stored. A row that gives nothing but a version leaves a finished run finished.
DROP VIEW IF EXISTS unfinished_runs_of_runs;

INSERT INTO runs (RunId, KeyPipeline, KeyNamespace, Month, PipelineNamespace, PipelineName, StartedAt, LastEventAt, LastSeenAt, Version)
SELECT stored.RunId, stored.KeyPipeline, stored.KeyNamespace, stored.Month, stored.PipelineNamespace, stored.PipelineName, stored.StartedAt, stored.LastEventAt, stored.LastSeenAt, told.Said
FROM (SELECT RunId, KeyPipeline, KeyNamespace, Month, PipelineNamespace, PipelineName, StartedAt, LastEventAt, LastSeenAt FROM runs FINAL) AS stored
INNER JOIN (
  SELECT RunId, PipelineName, max(multiIf(LogAttributes['pipeline.version'] != '', LogAttributes['pipeline.version'], ResourceAttributes['pipeline.version'] != '', ResourceAttributes['pipeline.version'], ResourceAttributes['service.version'])) AS Said
  FROM logs WHERE EventName IN ('pipeline.run.started', 'pipeline.run.finished') AND RunId != '' GROUP BY RunId, PipelineName HAVING Said != ''
) AS told ON told.RunId = stored.RunId AND told.PipelineName = stored.PipelineName;

INSERT INTO runs (RunId, KeyPipeline, KeyNamespace, Month, PipelineNamespace, PipelineName, StartedAt, LastEventAt, LastSeenAt, Version)
SELECT stored.RunId, stored.KeyPipeline, stored.KeyNamespace, stored.Month, stored.PipelineNamespace, stored.PipelineName, stored.StartedAt, stored.LastEventAt, stored.LastSeenAt, told.Said
FROM (SELECT RunId, KeyPipeline, KeyNamespace, Month, PipelineNamespace, PipelineName, StartedAt, LastEventAt, LastSeenAt FROM runs FINAL WHERE TraceId = RunId) AS stored
INNER JOIN (
  SELECT TraceId, max(if(ResourceAttributes['pipeline.version'] = '', ResourceAttributes['service.version'], ResourceAttributes['pipeline.version'])) AS Said
  FROM spans WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId IN (SELECT RunId FROM runs WHERE TraceId = RunId) GROUP BY TraceId HAVING Said != ''
) AS told ON told.TraceId = stored.RunId;

CREATE MATERIALIZED VIEW unfinished_runs_of_runs TO unfinished_runs AS
SELECT RunId, KeyPipeline, KeyNamespace, Month, toUInt8(Finish.State != '' OR Missed > 0) AS Finished, toDateTime(LastSeenAt) AS SeenAt FROM runs;
