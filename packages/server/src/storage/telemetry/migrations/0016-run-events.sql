-- Runs are told apart by pipeline, namespace and id: schedulers give the runs of many pipelines the same id. Beside that, what is of one
-- instant is folded by the worst: a finish that failed is kept 2 ns later than one that succeeded, one that was stopped 1 ns.

-- KeyNamespace is as the event says it: empty where it says none. Such events belong to the one run of their pipeline and id that names one
-- (`rooms/runs/identity/facts-folded.ts`).
ALTER TABLE runs ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, KeyPipeline, KeyNamespace);
-- Empty in rows of before, and of spans: those belong to every run of their id.
ALTER TABLE stages ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, StageId, KeyPipeline, KeyNamespace);
ALTER TABLE stage_rejections ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, StageId, Reason, KeyPipeline, KeyNamespace);
ALTER TABLE unfinished_runs ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, KeyPipeline, KeyNamespace);

ALTER TABLE runs ADD COLUMN IF NOT EXISTS StartSeen SimpleAggregateFunction(max, UInt8);
-- Programs that reported the run as their own: when each first and last did, in Unix milliseconds.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS ProgramsSince SimpleAggregateFunction(minMap, Map(String, UInt64));
ALTER TABLE runs ADD COLUMN IF NOT EXISTS ProgramsUntil SimpleAggregateFunction(maxMap, Map(String, UInt64));

DROP VIEW IF EXISTS pipeline_days_of_runs;
DROP VIEW IF EXISTS unfinished_runs_of_runs;
DROP VIEW IF EXISTS runs_of_events;
DROP VIEW IF EXISTS runs_of_heartbeats;
DROP VIEW IF EXISTS runs_of_due_times;
DROP VIEW IF EXISTS runs_of_reported_finishes;
DROP VIEW IF EXISTS runs_of_spans;
DROP VIEW IF EXISTS stages_of_events;
DROP VIEW IF EXISTS stage_rejections_of_events;

-- Lifecycle events on their way from `logs` to what is folded of them; nothing stays here. HappenedAt is never long after the arrival (0013).
CREATE TABLE IF NOT EXISTS run_events
(
  EventName String,
  RunId String,
  PipelineName String,
  SaidNamespace String,
  StageName String,
  StageId String,
  Timestamp DateTime64(9, 'UTC'),
  ReceivedAt DateTime64(3, 'UTC'),
  AheadMs Int64,
  HappenedAt DateTime64(9, 'UTC'),
  SaidAt Nullable(DateTime64(9, 'UTC')),
  FinishState String,
  FinishedAt DateTime64(9, 'UTC'),
  TraceId String,
  ServiceName String,
  LogAttributes Map(LowCardinality(String), String),
  ResourceAttributes Map(LowCardinality(String), String)
)
ENGINE = Null;

DROP VIEW IF EXISTS run_events_of_logs;

CREATE MATERIALIZED VIEW run_events_of_logs TO run_events AS
WITH if(EventName = 'pipeline.run.finished', LogAttributes['pipeline.run.state'], LogAttributes['pipeline.stage.state']) AS SaidState
SELECT
  EventName, RunId, PipelineName,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS SaidNamespace,
  StageName, StageId, Timestamp, ReceivedAt,
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt,
  if(SaidState IN ('succeeded', 'failed', 'aborted'), SaidState, 'failed') AS FinishState,
  addNanoseconds(HappenedAt, transform(FinishState, ['failed', 'aborted'], [2, 1], 0)) AS FinishedAt,
  TraceId, ServiceName, LogAttributes, ResourceAttributes
FROM logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished',
  'pipeline.rows.rejected', 'pipeline.run.missed', 'pipeline.run.missed.withdrawn')
  AND RunId != '';

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
      LogAttributes['process.exit.signal'],
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

CREATE MATERIALIZED VIEW runs_of_heartbeats TO runs AS
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  if(SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, subtractMilliseconds(assumeNotNull(SaidAt), AheadMs), HappenedAt) AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ServiceName,
  (HappenedAt, greatest(0., toFloat64(toDecimal64OrZero(LogAttributes['pipeline.run.not_answering'], 3)))) AS NotAnswering
FROM run_events
WHERE EventName = 'pipeline.run.heartbeat' AND PipelineName != '';

-- A due time that was missed, and one that was withdrawn.
CREATE MATERIALIZED VIEW runs_of_due_times TO runs AS
WITH parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.due_at'], 9, 'UTC') AS SaidDueAt
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  if(SaidDueAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, assumeNotNull(SaidDueAt), Timestamp) AS StartedAt,
  StartedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  LogAttributes['pipeline.owner'] AS PipelineOwner,
  LogAttributes['pipeline.criticality'] AS PipelineCriticality,
  LogAttributes['pipeline.schedule'] AS PipelineSchedule,
  LogAttributes['pipeline.time_zone'] AS PipelineTimeZone,
  LogAttributes['pipeline.deadline'] AS PipelineDeadline,
  ServiceName,
  if(EventName = 'pipeline.run.missed', 1, 2) AS Missed
FROM run_events
WHERE EventName IN ('pipeline.run.missed', 'pipeline.run.missed.withdrawn') AND PipelineName != '';

CREATE MATERIALIZED VIEW runs_of_reported_finishes TO runs AS
WITH
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.vanished'])) AS Missing,
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.appeared'])) AS Extra,
  toUInt8(LogAttributes['pipeline.run.balanced'] = 'false' OR Missing > 0 OR Extra > 0) AS IsUnbalanced
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  HappenedAt AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  (FinishedAt, LogAttributes['pipeline.run.state'], IsUnbalanced, Missing, Extra) AS Reported
FROM run_events
WHERE EventName = 'pipeline.run.finished' AND PipelineName != ''
  AND (IsUnbalanced = 1 OR LogAttributes['pipeline.run.state'] NOT IN ('succeeded', 'failed', 'aborted'));

CREATE MATERIALIZED VIEW runs_of_spans TO runs AS
WITH
  addNanoseconds(Timestamp, DurationNano) AS EndedAt,
  if(EndedAt > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, EndedAt), 0) AS AheadMs
SELECT
  TraceId AS RunId,
  rule.PipelineName AS KeyPipeline,
  rule.PipelineNamespace AS KeyNamespace,
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
    addNanoseconds(subtractMilliseconds(EndedAt, AheadMs), if(StatusCode = 2, 2, 0)),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    '', '', '', -1, -1, -1, -1, -1, -1
  ) AS Finish
FROM (SELECT * FROM spans WHERE ParentSpanId = '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN span_rules AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, rule.RootPattern);

CREATE MATERIALIZED VIEW stages_of_events TO stages AS
SELECT
  RunId,
  if(run_events.StageId = '', run_events.StageName, run_events.StageId) AS StageId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
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
      FinishedAt,
      FinishState,
      toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.stage.duration'], 3, -1::Decimal64(3))),
      if(LogAttributes['exception.type'] = '', LogAttributes['error.type'], LogAttributes['exception.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace']
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '')) AS Finish
FROM run_events
WHERE EventName IN ('pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected') AND run_events.StageName != '';

CREATE MATERIALIZED VIEW stage_rejections_of_events TO stage_rejections AS
SELECT
  RunId,
  if(run_events.StageId = '', run_events.StageName, run_events.StageId) AS StageId,
  LogAttributes['pipeline.stage.rows.rejected.reason'] AS Reason,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.rejected']) AS Rows
FROM run_events
WHERE EventName = 'pipeline.rows.rejected' AND run_events.StageName != '';
