-- Names that lay in namespaces that are not ours begin with `pipeline.` now. What programs did in databases and at APIs comes in through here,
-- with the names it has now, whichever a sender knows; `logs` keeps what was sent. What is folded of it asks one view, not eight.
CREATE TABLE IF NOT EXISTS work_events
(
  EventName LowCardinality(String),
  RunId String,
  PipelineName LowCardinality(String),
  PipelineNamespace LowCardinality(String),
  SaidNamespace String,
  StageName LowCardinality(String),
  StageId String,
  Timestamp DateTime64(9, 'UTC'),
  ReceivedAt DateTime64(3, 'UTC'),
  Process String,
  LogAttributes Map(LowCardinality(String), String)
)
ENGINE = Null;

DROP VIEW IF EXISTS work_events_of_logs;

DROP VIEW IF EXISTS database_statements_of_events;
CREATE MATERIALIZED VIEW database_statements_of_events TO database_statements AS
SELECT
  LogAttributes['db.system.name'] AS DbSystem,
  LogAttributes['server.address'] AS ServerAddress,
  toUInt16OrZero(LogAttributes['server.port']) AS ServerPort,
  LogAttributes['db.namespace'] AS DbNamespace,
  RunId,
  StageId,
  Process,
  LogAttributes['pipeline.db.fingerprint'] AS Fingerprint,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
  PipelineName,
  LogAttributes['db.operation.name'] AS Operation,
  LogAttributes['db.query.summary'] AS Summary,
  LogAttributes['db.query.text'] AS Text,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['pipeline.db.calls']) AS Calls,
  toUInt64OrZero(LogAttributes['pipeline.db.errors']) AS Errors,
  toUInt64OrZero(LogAttributes['db.response.returned_rows']) AS RowsReturned,
  toUInt64OrZero(LogAttributes['pipeline.db.rows.affected']) AS RowsAffected,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.duration'], 3, 0::Decimal64(3))) AS DurationMs,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.duration.max'], 3, 0::Decimal64(3))) AS SlowestMs
FROM work_events
WHERE EventName = 'pipeline.db.statements.counted' AND LogAttributes['pipeline.db.fingerprint'] != '';

DROP VIEW IF EXISTS database_transactions_of_events;
CREATE MATERIALIZED VIEW database_transactions_of_events TO database_transactions AS
SELECT
  LogAttributes['db.system.name'] AS DbSystem,
  LogAttributes['server.address'] AS ServerAddress,
  toUInt16OrZero(LogAttributes['server.port']) AS ServerPort,
  LogAttributes['db.namespace'] AS DbNamespace,
  Timestamp AS EndedAt,
  RunId,
  StageId,
  Process,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.duration'], 3, 0::Decimal64(3))) AS DurationMs,
  if(LogAttributes['pipeline.db.transaction.outcome'] = 'committed', 'committed', 'rolled-back') AS Outcome,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['pipeline.db.transaction.reason'] AS Reason,
  LogAttributes['error.type'] AS ErrorType,
  PipelineName,
  PipelineNamespace,
  toUInt32OrZero(LogAttributes['pipeline.db.transaction.statements']) AS Statements,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.transaction.idle.max'], 3, 0::Decimal64(3))) AS LongestIdleMs
FROM work_events
WHERE EventName = 'pipeline.db.transaction.finished' AND LogAttributes['db.system.name'] != '';

DROP VIEW IF EXISTS dependency_calls_of_events;
CREATE MATERIALIZED VIEW dependency_calls_of_events TO dependency_calls AS
WITH
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.duration.sum'], 3)) AS SumMs,
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.duration.max'], 3)) AS MaxMs,
  parseDateTime64BestEffortOrZero(LogAttributes['pipeline.dependency.quota.reset_at'], 3, 'UTC') AS SaidResetAt,
  parseDateTime64BestEffortOrZero(LogAttributes['pipeline.dependency.quota.exhausted_at'], 3, 'UTC') AS SaidExhaustedAt
SELECT
  RunId,
  StageId,
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  LogAttributes['pipeline.dependency.endpoint'] AS Endpoint,
  concat(LogAttributes['server.address'], ':', LogAttributes['server.port']) AS Server,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  StageName,
  Timestamp AS FirstAt,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['pipeline.dependency.calls']) AS Calls,
  toUInt64OrZero(LogAttributes['pipeline.dependency.requests']) AS Requests,
  toUInt64OrZero(LogAttributes['pipeline.dependency.requests.failed']) AS Failed,
  toUInt64OrZero(LogAttributes['pipeline.dependency.retries']) AS Retries,
  toUInt64OrZero(LogAttributes['pipeline.dependency.cache.hits']) AS CacheHits,
  JSONExtract(LogAttributes['pipeline.dependency.errors'], 'Map(String, UInt64)') AS Errors,
  SumMs AS DurationSumMs,
  MaxMs AS DurationMaxMs,
  JSONExtract(LogAttributes['pipeline.dependency.duration.buckets'], 'Array(UInt64)') AS Buckets,
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.first_byte.sum'], 3)) AS FirstByteSumMs,
  toUInt64OrZero(LogAttributes['pipeline.dependency.connects']) AS Connects,
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.connect.sum'], 3)) AS ConnectSumMs,
  toUInt64OrZero(LogAttributes['pipeline.dependency.bytes.sent']) AS BytesSent,
  toUInt64OrZero(LogAttributes['pipeline.dependency.bytes.received']) AS BytesReceived,
  if(toInt64OrDefault(LogAttributes['pipeline.dependency.quota.remaining'], -1::Int64) < 0,
    (toDateTime64(0, 3, 'UTC'), -1, -1, toDateTime64(0, 3, 'UTC'), toDateTime64(0, 3, 'UTC')),
    (toDateTime64(Timestamp, 3, 'UTC'), toInt64OrDefault(LogAttributes['pipeline.dependency.quota.limit'], -1::Int64),
      toInt64OrDefault(LogAttributes['pipeline.dependency.quota.remaining'], -1::Int64), SaidResetAt, SaidExhaustedAt)) AS Quota
FROM work_events
WHERE EventName = 'pipeline.dependency.calls' AND RunId != '' AND LogAttributes['pipeline.dependency.name'] != '';

DROP VIEW IF EXISTS dependency_rows_of_events;
CREATE MATERIALIZED VIEW dependency_rows_of_events TO dependency_rows AS
SELECT
  RunId,
  StageId,
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  LogAttributes['pipeline.dependency.policy'] AS Policy,
  LogAttributes['error.type'] AS Error,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  StageName,
  Timestamp AS FirstAt,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['pipeline.dependency.rows']) AS Rows
FROM work_events
WHERE EventName = 'pipeline.dependency.rows.affected' AND RunId != '' AND LogAttributes['pipeline.dependency.name'] != '';

DROP VIEW IF EXISTS dependency_breakers_of_events;
CREATE MATERIALIZED VIEW dependency_breakers_of_events TO dependency_breakers AS
SELECT
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  LogAttributes['pipeline.dependency.breaker.id'] AS BreakerId,
  Timestamp AS At,
  LogAttributes['pipeline.dependency.breaker.to'] AS StateAfter,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['pipeline.dependency.breaker.from'] AS StateBefore,
  LogAttributes['pipeline.dependency.breaker.reason'] AS Reason,
  RunId,
  StageId,
  StageName,
  PipelineNamespace,
  PipelineName
FROM work_events
WHERE EventName = 'pipeline.dependency.breaker.changed' AND LogAttributes['pipeline.dependency.name'] != ''
  AND LogAttributes['pipeline.dependency.breaker.to'] IN ('closed', 'open', 'half-open', 'isolated');

DROP VIEW IF EXISTS dependency_probes_of_events;
CREATE MATERIALIZED VIEW dependency_probes_of_events TO dependency_probes AS
SELECT
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  toDateTime64(Timestamp, 3, 'UTC') AS At,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['pipeline.dependency.probe.state'] AS State,
  LogAttributes['error.type'] AS Error,
  LogAttributes['exception.message'] AS Problem,
  toUInt16OrZero(LogAttributes['http.response.status_code']) AS Status,
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.probe.duration'], 3)) AS DurationMs,
  parseDateTime64BestEffortOrZero(LogAttributes['tls.server.not_after'], 3, 'UTC') AS CertificateExpiresAt
FROM work_events
WHERE EventName = 'pipeline.dependency.probe.finished' AND LogAttributes['pipeline.dependency.name'] != '';

DROP VIEW IF EXISTS dependency_call_minutes_of_events;
CREATE MATERIALIZED VIEW dependency_call_minutes_of_events TO dependency_call_minutes AS
SELECT
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  RunId,
  StageId,
  LogAttributes['pipeline.dependency.endpoint'] AS Endpoint,
  concat(LogAttributes['server.address'], ':', LogAttributes['server.port']) AS Server,
  toStartOfMinute(Timestamp) AS Minute,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toDate(ReceivedAt) AS Day,
  PipelineNamespace,
  PipelineName,
  toUInt64OrZero(LogAttributes['pipeline.dependency.requests']) AS Requests,
  toUInt64OrZero(LogAttributes['pipeline.dependency.requests.failed']) AS Failed,
  JSONExtract(LogAttributes['pipeline.dependency.errors'], 'Map(String, UInt64)') AS Errors,
  toFloat64(toDecimal64OrZero(LogAttributes['pipeline.dependency.duration.max'], 3)) AS DurationMaxMs,
  JSONExtract(LogAttributes['pipeline.dependency.duration.buckets'], 'Array(UInt64)') AS Buckets
FROM work_events
WHERE EventName = 'pipeline.dependency.calls' AND RunId != '' AND LogAttributes['pipeline.dependency.name'] != '';

DROP VIEW IF EXISTS dependency_callers_of_events;
CREATE MATERIALIZED VIEW dependency_callers_of_events TO dependency_callers AS
SELECT
  LogAttributes['pipeline.dependency.name'] AS Dependency,
  PipelineNamespace,
  PipelineName,
  toStartOfMonth(ReceivedAt) AS Month,
  max((Timestamp, toUInt8(LogAttributes['pipeline.dependency.breaker.shared'] = 'true'))) AS Latest
FROM work_events
WHERE EventName = 'pipeline.dependency.calls' AND RunId != '' AND LogAttributes['pipeline.dependency.name'] != ''
GROUP BY Dependency, PipelineNamespace, PipelineName, Month;

CREATE MATERIALIZED VIEW work_events_of_logs TO work_events AS
SELECT
  if(startsWith(logs.EventName, 'pipeline.'), toString(logs.EventName), concat('pipeline.', logs.EventName)) AS EventName,
  RunId, PipelineName, PipelineNamespace,
  if(logs.LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], logs.LogAttributes['pipeline.namespace']) AS SaidNamespace,
  StageName, StageId, Timestamp, ReceivedAt,
  concat(ResourceAttributes['host.name'], ':', ResourceAttributes['process.pid']) AS Process,
  mapApply((name, value) -> (if(startsWith(name, 'dependency.'), concat('pipeline.', name), toString(name)), value), logs.LogAttributes) AS LogAttributes
FROM logs_with_events AS logs
WHERE logs.EventName IN (
  'pipeline.db.statements.counted', 'pipeline.db.transaction.finished', 'pipeline.dependency.calls', 'pipeline.dependency.rows.affected',
  'pipeline.dependency.breaker.changed', 'pipeline.dependency.probe.finished',
  'db.statements.counted', 'db.transaction.finished', 'dependency.calls', 'dependency.rows.affected', 'dependency.breaker.changed', 'dependency.probe.finished');

-- As it was, but for the name of the signal that ended a program.
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
