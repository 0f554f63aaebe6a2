-- No event happened after it arrived. What a clock says that is more than five minutes ahead is moved back to its arrival, so that one run
-- stamped in the future does not hide all others until then; what other clocks say stays, with what is known of its arrival beside it.

-- When anything of the run first arrived, and the least time any event of it took from its own time to its arrival: about 0 when the clock
-- is right, less when it is ahead, more when it is behind or everything came late. Null in rows written before.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS FirstSeenAt SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC')));
ALTER TABLE runs ADD COLUMN IF NOT EXISTS LeastLagMs SimpleAggregateFunction(min, Nullable(Int64));

-- Whether a run of the pipeline may read nothing: `legal` or `suspicious`; empty when not declared.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS PipelineEmpty SimpleAggregateFunction(max, String);

DROP VIEW IF EXISTS runs_of_events;

CREATE MATERIALIZED VIEW runs_of_events TO runs AS
WITH
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.run.duration'], 3, -1::Decimal64(3))) AS SaidDurationMs
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS PipelineNamespace,
  PipelineName,
  multiIf(
    SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, subtractMilliseconds(assumeNotNull(SaidAt), AheadMs),
    EventName = 'pipeline.run.finished', subtractMicroseconds(HappenedAt, toInt64(1000 * greatest(0, least(1e12, SaidDurationMs)))),
    HappenedAt) AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ReceivedAt AS FirstSeenAt,
  dateDiff('millisecond', Timestamp, ReceivedAt) AS LeastLagMs,
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
  ResourceAttributes['host.name'] AS Host,
  toUInt32OrNull(ResourceAttributes['process.pid']) AS ProcessId,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.cpu.time'], 3)) AS CpuTimeMs,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.rss.peak']) AS PeakRssBytes,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.heap.peak']) AS PeakHeapBytes,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.event_loop.delay.p99'], 3)) AS EventLoopDelayP99Ms,
  if(EventName = 'pipeline.run.finished',
    (
      HappenedAt,
      if(LogAttributes['pipeline.run.state'] IN ('succeeded', 'failed', 'aborted'), LogAttributes['pipeline.run.state'], 'failed'),
      SaidDurationMs,
      if(LogAttributes['exception.type'] = '', LogAttributes['error.type'], LogAttributes['exception.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace'],
      LogAttributes['process.exit.code'],
      LogAttributes['process.exit.signal'],
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.read'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.written'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.rejected'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.filtered'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.deduplicated'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.unmatched'], -1::Int64)
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '', '', '', -1, -1, -1, -1, -1, -1)) AS Finish
FROM logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected')
  AND RunId != '' AND PipelineName != '';

DROP VIEW IF EXISTS stages_of_events;

CREATE MATERIALIZED VIEW stages_of_events TO stages AS
WITH
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt
SELECT
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  toStartOfMonth(ReceivedAt) AS Month,
  StageName,
  LogAttributes['pipeline.stage.parent.id'] AS ParentStageId,
  LogAttributes['pipeline.stage.inputs'] AS Inputs,
  LogAttributes['pipeline.stage.ledger.checked'] = 'false' AS LedgerUnchecked,
  EventName = 'pipeline.stage.started' AS StartSeen,
  HappenedAt AS StartedAt,
  HappenedAt AS LastEventAt,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.read']) AS Read,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.written']) AS Written,
  if(EventName = 'pipeline.rows.rejected', 0, toUInt64OrZero(LogAttributes['pipeline.stage.rows.rejected'])) AS Rejected,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.filtered']) AS Filtered,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.deduplicated']) AS Deduplicated,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.unmatched']) AS Unmatched,
  toUInt64OrZero(LogAttributes['pipeline.stage.progress.done']) AS ProgressDone,
  toUInt64OrZero(LogAttributes['pipeline.stage.progress.total']) AS ProgressTotal,
  toUInt32OrZero(LogAttributes['pipeline.stage.retries']) AS Retries,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.cpu.time'], 3)) AS CpuTimeMs,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.rss.peak']) AS PeakRssBytes,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.heap.peak']) AS PeakHeapBytes,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.event_loop.delay.p99'], 3)) AS EventLoopDelayP99Ms,
  if(EventName = 'pipeline.stage.finished',
    (
      HappenedAt,
      if(LogAttributes['pipeline.stage.state'] IN ('succeeded', 'failed', 'aborted'), LogAttributes['pipeline.stage.state'], 'failed'),
      toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.stage.duration'], 3, -1::Decimal64(3))),
      if(LogAttributes['exception.type'] = '', LogAttributes['error.type'], LogAttributes['exception.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace']
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '')) AS Finish
FROM logs
WHERE EventName IN ('pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected')
  AND RunId != '' AND logs.StageName != '';

DROP VIEW IF EXISTS runs_of_spans;

CREATE MATERIALIZED VIEW runs_of_spans TO runs AS
WITH
  addNanoseconds(Timestamp, DurationNano) AS EndedAt,
  if(EndedAt > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, EndedAt), 0) AS AheadMs
SELECT
  TraceId AS RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  rule.PipelineNamespace AS PipelineNamespace,
  rule.PipelineName AS PipelineName,
  subtractMilliseconds(Timestamp, AheadMs) AS StartedAt,
  subtractMilliseconds(EndedAt, AheadMs) AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  span.TraceId AS TraceId,
  span.ServiceName AS ServiceName,
  ResourceAttributes['deployment.environment.name'] AS Environment,
  ResourceAttributes['host.name'] AS Host,
  toUInt32OrNull(ResourceAttributes['process.pid']) AS ProcessId,
  (
    subtractMilliseconds(EndedAt, AheadMs),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    '', '', '', -1, -1, -1, -1, -1, -1
  ) AS Finish
FROM (SELECT * FROM spans WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN span_rules AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, rule.RootPattern);

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
INNER JOIN (SELECT ServiceName, arrayJoin(Stages) AS stage FROM span_rules) AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, stage.Pattern);

DROP VIEW IF EXISTS runs_of_heartbeats;

CREATE MATERIALIZED VIEW runs_of_heartbeats TO runs AS
WITH
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS PipelineNamespace,
  PipelineName,
  if(SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, subtractMilliseconds(assumeNotNull(SaidAt), AheadMs), HappenedAt) AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ServiceName,
  (HappenedAt, greatest(0., toFloat64(toDecimal64OrZero(LogAttributes['pipeline.run.not_answering'], 3)))) AS NotAnswering
FROM logs
WHERE EventName = 'pipeline.run.heartbeat' AND RunId != '' AND PipelineName != '';
