-- What lifecycle events say about runs, stages and rejected rows. Counts in events are cumulative and every column folds by min or max,
-- so an event that comes twice, late or out of order changes nothing. Read them grouped by their key: parts merge when they merge.
-- Months are those of arrival: a sender chooses ids and times, but never how many partitions one insert touches.

CREATE TABLE IF NOT EXISTS runs
(
  RunId String,
  Month Date,
  -- Empty until an event names it; read as `default`.
  PipelineNamespace SimpleAggregateFunction(max, String),
  PipelineName SimpleAggregateFunction(max, String),
  StartedAt SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  LastEventAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  LastSeenAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  HeartbeatIntervalMs SimpleAggregateFunction(max, UInt32),
  PipelineOwner SimpleAggregateFunction(max, String),
  PipelineCriticality SimpleAggregateFunction(max, String),
  PipelineSchedule SimpleAggregateFunction(max, String),
  PipelineTimeZone SimpleAggregateFunction(max, String),
  PipelineDeadline SimpleAggregateFunction(max, String),
  RunTrigger SimpleAggregateFunction(max, String),
  ParentRunId SimpleAggregateFunction(max, String),
  CommandArgs SimpleAggregateFunction(max, String),
  TraceId SimpleAggregateFunction(max, String),
  ServiceName SimpleAggregateFunction(max, String),
  Environment SimpleAggregateFunction(max, String),
  Host SimpleAggregateFunction(max, String),
  ProcessId SimpleAggregateFunction(max, Nullable(UInt32)),
  CpuTimeMs SimpleAggregateFunction(max, Nullable(Float64)),
  PeakRssBytes SimpleAggregateFunction(max, Nullable(UInt64)),
  PeakHeapBytes SimpleAggregateFunction(max, Nullable(UInt64)),
  EventLoopDelayP99Ms SimpleAggregateFunction(max, Nullable(Float64)),
  -- The latest finish, whole: At is the epoch while there is none, DurationMs and rows are -1 when not said.
  Finish SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), State String, DurationMs Float64, FailureType String, FailureMessage String,
    FailureStacktrace String, ExitCode String, ExitSignal String, Read Int64, Written Int64, Rejected Int64, Filtered Int64, Deduplicated Int64, Unmatched Int64)),
  INDEX started StartedAt TYPE minmax GRANULARITY 1,
  INDEX pipeline PipelineName TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY RunId
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS runs_of_events TO runs AS
WITH
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.run.duration'], 3, -1::Decimal64(3))) AS SaidDurationMs
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS PipelineNamespace,
  PipelineName,
  multiIf(
    SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, assumeNotNull(SaidAt),
    EventName = 'pipeline.run.finished', subtractMicroseconds(Timestamp, toInt64(1000 * greatest(0, least(1e12, SaidDurationMs)))),
    Timestamp) AS StartedAt,
  Timestamp AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  toUInt32OrZero(LogAttributes['pipeline.run.heartbeat.interval']) AS HeartbeatIntervalMs,
  if(LogAttributes['pipeline.owner'] = '', ResourceAttributes['pipeline.owner'], LogAttributes['pipeline.owner']) AS PipelineOwner,
  if(LogAttributes['pipeline.criticality'] = '', ResourceAttributes['pipeline.criticality'], LogAttributes['pipeline.criticality']) AS PipelineCriticality,
  LogAttributes['pipeline.schedule'] AS PipelineSchedule,
  LogAttributes['pipeline.time_zone'] AS PipelineTimeZone,
  LogAttributes['pipeline.deadline'] AS PipelineDeadline,
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
      Timestamp,
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

CREATE TABLE IF NOT EXISTS stages
(
  RunId String,
  StageId String,
  Month Date,
  StageName SimpleAggregateFunction(max, String),
  ParentStageId SimpleAggregateFunction(max, String),
  -- JSON array of stage names; empty when not declared.
  Inputs SimpleAggregateFunction(max, String),
  LedgerUnchecked SimpleAggregateFunction(max, Bool),
  -- Whether the start itself was seen; otherwise StartedAt is only the earliest event.
  StartSeen SimpleAggregateFunction(max, Bool),
  StartedAt SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  LastEventAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  Read SimpleAggregateFunction(max, UInt64),
  Written SimpleAggregateFunction(max, UInt64),
  Rejected SimpleAggregateFunction(max, UInt64),
  Filtered SimpleAggregateFunction(max, UInt64),
  Deduplicated SimpleAggregateFunction(max, UInt64),
  Unmatched SimpleAggregateFunction(max, UInt64),
  ProgressDone SimpleAggregateFunction(max, UInt64),
  ProgressTotal SimpleAggregateFunction(max, UInt64),
  Retries SimpleAggregateFunction(max, UInt32),
  CpuTimeMs SimpleAggregateFunction(max, Nullable(Float64)),
  PeakRssBytes SimpleAggregateFunction(max, Nullable(UInt64)),
  PeakHeapBytes SimpleAggregateFunction(max, Nullable(UInt64)),
  EventLoopDelayP99Ms SimpleAggregateFunction(max, Nullable(Float64)),
  Finish SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), State String, DurationMs Float64, FailureType String, FailureMessage String, FailureStacktrace String))
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (RunId, StageId)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS stages_of_events TO stages AS
SELECT
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  toStartOfMonth(ReceivedAt) AS Month,
  StageName,
  LogAttributes['pipeline.stage.parent.id'] AS ParentStageId,
  LogAttributes['pipeline.stage.inputs'] AS Inputs,
  LogAttributes['pipeline.stage.ledger.checked'] = 'false' AS LedgerUnchecked,
  EventName = 'pipeline.stage.started' AS StartSeen,
  Timestamp AS StartedAt,
  Timestamp AS LastEventAt,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.read']) AS Read,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.written']) AS Written,
  -- A rejection event counts one reason only.
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
      Timestamp,
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

CREATE TABLE IF NOT EXISTS stage_rejections
(
  RunId String,
  StageId String,
  Reason String,
  Month Date,
  Rows SimpleAggregateFunction(max, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (RunId, StageId, Reason)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS stage_rejections_of_events TO stage_rejections AS
SELECT
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  LogAttributes['pipeline.stage.rows.rejected.reason'] AS Reason,
  toStartOfMonth(ReceivedAt) AS Month,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.rejected']) AS Rows
FROM logs
WHERE EventName = 'pipeline.rows.rejected' AND RunId != '' AND logs.StageName != '';
