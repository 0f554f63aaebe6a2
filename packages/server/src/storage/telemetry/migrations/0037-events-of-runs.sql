-- What an insert costs is the number of views it asks, and of the functions in them: each is planned anew, whatever it finds.
-- What is folded of spans where there are rules, and of events that are not of runs, is asked only where there are such.

DROP VIEW IF EXISTS runs_of_events;
DROP VIEW IF EXISTS runs_of_heartbeats;
DROP VIEW IF EXISTS runs_of_reported_finishes;
DROP VIEW IF EXISTS runs_of_due_times;
DROP VIEW IF EXISTS stages_of_events;
DROP VIEW IF EXISTS run_events_of_logs;

-- Log records of which each that is an event is one of a run or a stage, and no missed one: other events come in through `logs_with_events`.
CREATE TABLE IF NOT EXISTS logs_with_run_events AS logs_with_events ENGINE = Null;

DROP VIEW IF EXISTS logs_of_logs_with_run_events;
CREATE MATERIALIZED VIEW logs_of_logs_with_run_events TO logs AS SELECT * FROM logs_with_run_events;

CREATE MATERIALIZED VIEW run_events_of_logs TO run_events AS
WITH if(EventName = 'pipeline.run.finished', LogAttributes['pipeline.run.state'], LogAttributes['pipeline.stage.state']) AS SaidState
SELECT
  EventName, RunId, PipelineName,
  firstNonDefault(LogAttributes['pipeline.namespace'], ResourceAttributes['pipeline.namespace']) AS SaidNamespace,
  StageName, StageId, Timestamp, ReceivedAt,
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt,
  if(SaidState IN ('succeeded', 'failed', 'aborted'), SaidState, 'failed') AS FinishState,
  addNanoseconds(HappenedAt, transform(FinishState, ['failed', 'aborted'], [2, 1], 0)) AS FinishedAt,
  TraceId, ServiceName, LogAttributes, ResourceAttributes
FROM logs_with_events AS logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished',
  'pipeline.rows.rejected')
  AND RunId != '';

DROP VIEW IF EXISTS run_events_of_logs_with_run_events;
CREATE MATERIALIZED VIEW run_events_of_logs_with_run_events TO run_events AS
WITH if(EventName = 'pipeline.run.finished', LogAttributes['pipeline.run.state'], LogAttributes['pipeline.stage.state']) AS SaidState
SELECT
  EventName, RunId, PipelineName,
  firstNonDefault(LogAttributes['pipeline.namespace'], ResourceAttributes['pipeline.namespace']) AS SaidNamespace,
  StageName, StageId, Timestamp, ReceivedAt,
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt,
  if(SaidState IN ('succeeded', 'failed', 'aborted'), SaidState, 'failed') AS FinishState,
  addNanoseconds(HappenedAt, transform(FinishState, ['failed', 'aborted'], [2, 1], 0)) AS FinishedAt,
  TraceId, ServiceName, LogAttributes, ResourceAttributes
FROM logs_with_run_events AS logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished',
  'pipeline.rows.rejected')
  AND RunId != '';

-- One view where there were three: what heartbeats and reported finishes add is a column of the row that they make anyway.
CREATE MATERIALIZED VIEW runs_of_events TO runs AS
WITH
  toDateTime64(0, 9, 'UTC') AS Never,
  toInt64(-1) AS NotSaid,
  EventName = 'pipeline.run.finished' AS IsFinish,
  EventName = 'pipeline.run.heartbeat' AS IsHeartbeat,
  LogAttributes['pipeline.run.state'] AS SaidState,
  ResourceAttributes['host.name'] AS HostName,
  ResourceAttributes['process.pid'] AS Pid,
  ResourceAttributes['service.instance.id'] AS Instance,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.run.duration'], 3, toDecimal64(-1, 3))) AS SaidDurationMs,
  multiIf(
    NOT (IsFinish OR IsHeartbeat OR EventName = 'pipeline.run.started'), '',
    Instance != '', Instance,
    Pid != '', concat(HostName, ':', Pid),
    '') AS Program,
  if(Program = '', map()::Map(String, UInt64), map(Program, toUInt64(greatest(0, toUnixTimestamp64Milli(HappenedAt))))) AS Programs,
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.vanished'])) AS Missing,
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.appeared'])) AS Extra,
  toUInt8(LogAttributes['pipeline.run.balanced'] = 'false' OR greatest(Missing, Extra) > 0) AS IsUnbalanced
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  multiIf(
    SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, subtractMilliseconds(assumeNotNull(SaidAt), AheadMs),
    IsFinish, subtractMicroseconds(HappenedAt, toInt64(1000 * greatest(0, least(1e12, SaidDurationMs)))),
    HappenedAt) AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ReceivedAt AS FirstSeenAt,
  dateDiff('millisecond', Timestamp, ReceivedAt) AS LeastLagMs,
  toUInt8(EventName = 'pipeline.run.started') AS StartSeen,
  Programs AS ProgramsSince,
  Programs AS ProgramsUntil,
  toUInt32OrZero(LogAttributes['pipeline.run.heartbeat.interval']) AS HeartbeatIntervalMs,
  firstNonDefault(LogAttributes['pipeline.owner'], ResourceAttributes['pipeline.owner']) AS PipelineOwner,
  firstNonDefault(LogAttributes['pipeline.criticality'], ResourceAttributes['pipeline.criticality']) AS PipelineCriticality,
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
  firstNonDefault(LogAttributes['pipeline.version'], ResourceAttributes['pipeline.version'], ResourceAttributes['service.version']) AS Version,
  HostName AS Host,
  toUInt32OrNull(Pid) AS ProcessId,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.cpu.time'], 3)) AS CpuTimeMs,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.rss.peak']) AS PeakRssBytes,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.heap.peak']) AS PeakHeapBytes,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.event_loop.delay.p99'], 3)) AS EventLoopDelayP99Ms,
  if(IsHeartbeat, (HappenedAt, greatest(0., toFloat64(toDecimal64OrZero(LogAttributes['pipeline.run.not_answering'], 3)))), (Never, 0.)) AS NotAnswering,
  if(IsFinish AND (IsUnbalanced = 1 OR SaidState != FinishState), (FinishedAt, SaidState, IsUnbalanced, Missing, Extra), (Never, '', 0, 0, 0)) AS Reported,
  if(IsFinish,
    (
      FinishedAt,
      FinishState,
      SaidDurationMs,
      firstNonDefault(LogAttributes['exception.type'], LogAttributes['error.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace'],
      LogAttributes['process.exit.code'],
      firstNonDefault(LogAttributes['pipeline.process.exit.signal'], LogAttributes['process.exit.signal']),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.read'], NotSaid),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.written'], NotSaid),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.rejected'], NotSaid),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.filtered'], NotSaid),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.deduplicated'], NotSaid),
      toInt64OrDefault(LogAttributes['pipeline.stage.rows.unmatched'], NotSaid)
    ),
    (Never, '', -1., '', '', '', '', '', -1, -1, -1, -1, -1, -1)) AS Finish
FROM run_events
WHERE PipelineName != '';

-- As it was, but for where it reads: there are few of these events, and they come from the server itself.
CREATE MATERIALIZED VIEW runs_of_due_times TO runs AS
WITH
  parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.due_at'], 9, 'UTC') AS SaidDueAt,
  firstNonDefault(LogAttributes['pipeline.namespace'], ResourceAttributes['pipeline.namespace']) AS SaidNamespace
SELECT
  RunId,
  logs.PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  logs.PipelineName AS PipelineName,
  if(SaidDueAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, assumeNotNull(SaidDueAt), Timestamp) AS StartedAt,
  StartedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  LogAttributes['pipeline.owner'] AS PipelineOwner,
  LogAttributes['pipeline.criticality'] AS PipelineCriticality,
  LogAttributes['pipeline.schedule'] AS PipelineSchedule,
  LogAttributes['pipeline.time_zone'] AS PipelineTimeZone,
  LogAttributes['pipeline.deadline'] AS PipelineDeadline,
  ServiceName,
  ResourceAttributes['deployment.environment.name'] AS Environment,
  if(EventName = 'pipeline.run.missed', 1, 2) AS Missed
FROM logs_with_events AS logs
WHERE EventName IN ('pipeline.run.missed', 'pipeline.run.missed.withdrawn') AND RunId != '' AND logs.PipelineName != '';

CREATE MATERIALIZED VIEW stages_of_events TO stages AS
WITH LogAttributes['pipeline.stage.rows.rejected'] AS SaidRejected
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
  if(EventName = 'pipeline.rows.rejected', 0, toUInt64OrZero(SaidRejected)) AS Rejected,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.filtered']) AS Filtered,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.deduplicated']) AS Deduplicated,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.unmatched']) AS Unmatched,
  hasAny(mapKeys(LogAttributes), ['pipeline.stage.rows.read', 'pipeline.stage.rows.written', 'pipeline.stage.rows.rejected', 'pipeline.stage.rows.filtered', 'pipeline.stage.rows.deduplicated', 'pipeline.stage.rows.unmatched']) AS RowsCounted,
  toInt64OrDefault(LogAttributes['pipeline.stage.rows.checked'], toInt64(-1)) AS RowsChecked,
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
      toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.stage.duration'], 3, toDecimal64(-1, 3))),
      firstNonDefault(LogAttributes['exception.type'], LogAttributes['error.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace']
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '')) AS Finish
FROM run_events
WHERE EventName IN ('pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected') AND run_events.StageName != '';
