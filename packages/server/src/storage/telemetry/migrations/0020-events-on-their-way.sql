-- Log records that may be events come in through here: they go on to `logs`, and what is folded of events reads them on the way. Lines, of which
-- there are many more, go to `logs` at once: an insert that asks a dozen views costs twice as much, also where none finds anything.
CREATE TABLE IF NOT EXISTS logs_with_events
(
  Timestamp DateTime64(9, 'UTC'),
  ObservedTimestamp DateTime64(9, 'UTC'),
  ReceivedAt DateTime64(3, 'UTC'),
  TraceId String,
  SpanId String,
  TraceFlags UInt8,
  SeverityText LowCardinality(String),
  SeverityNumber UInt8,
  ServiceName LowCardinality(String),
  Body String,
  EventName LowCardinality(String),
  PipelineNamespace LowCardinality(String),
  PipelineName LowCardinality(String),
  RunId String,
  StageName LowCardinality(String),
  StageId String,
  ResourceAttributes Map(LowCardinality(String), String),
  ScopeName LowCardinality(String),
  ScopeVersion LowCardinality(String),
  ScopeAttributes Map(LowCardinality(String), String),
  LogAttributes Map(LowCardinality(String), String)
)
ENGINE = Null;

DROP VIEW IF EXISTS logs_of_logs_with_events;
CREATE MATERIALIZED VIEW logs_of_logs_with_events TO logs AS SELECT * FROM logs_with_events;

-- As they were, but for where they read.
DROP VIEW IF EXISTS checked_files_of_events;
CREATE MATERIALIZED VIEW checked_files_of_events TO checked_files AS
SELECT
  PipelineName,
  LogAttributes['pipeline.check.contract'] AS Contract,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  LogAttributes['pipeline.check.file'] AS File,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  StageName,
  Timestamp AS CheckedAt,
  (
    addNanoseconds(Timestamp, transform(LogAttributes['pipeline.check.result'], ['pass', 'warn', 'skip'], [0, 1, 2], 3)),
    if(LogAttributes['pipeline.check.result'] IN ('pass', 'warn', 'fail', 'skip'), LogAttributes['pipeline.check.result'], 'fail'),
    toUInt64OrZero(LogAttributes['pipeline.check.rows']),
    toUInt64OrZero(LogAttributes['pipeline.check.rejected']),
    toUInt64OrZero(LogAttributes['pipeline.check.bytes']),
    LogAttributes['pipeline.check.modified_at'],
    LogAttributes['pipeline.check.reject_file'],
    toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.check.duration'], 3, -1::Decimal64(3))),
    LogAttributes['pipeline.check.samples']
  ) AS Told
FROM logs_with_events AS logs
WHERE EventName = 'pipeline.file.checked' AND RunId != '' AND PipelineName != '' AND LogAttributes['pipeline.check.file'] != '';

DROP VIEW IF EXISTS check_results_of_events;
CREATE MATERIALIZED VIEW check_results_of_events TO check_results AS
SELECT
  PipelineName,
  LogAttributes['pipeline.check.contract'] AS Contract,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  LogAttributes['pipeline.check.file'] AS File,
  LogAttributes['pipeline.check.expectation'] AS Expectation,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  (
    addNanoseconds(Timestamp, transform(LogAttributes['pipeline.check.result'], ['pass', 'warn', 'skip'], [0, 1, 2], 3)),
    if(LogAttributes['pipeline.check.result'] IN ('pass', 'warn', 'fail', 'skip'), LogAttributes['pipeline.check.result'], 'fail'),
    if(LogAttributes['pipeline.check.scope'] IN ('file', 'row', 'column', 'table'), LogAttributes['pipeline.check.scope'], 'file'),
    LogAttributes['pipeline.check.column'],
    LogAttributes['pipeline.check.message'],
    toUInt64OrZero(LogAttributes['pipeline.check.broken']),
    toUInt64OrZero(LogAttributes['pipeline.check.rows']),
    LogAttributes['pipeline.check.lines'],
    LogAttributes['pipeline.check.warn'],
    LogAttributes['pipeline.check.error']
  ) AS Told
FROM logs_with_events AS logs
WHERE EventName = 'pipeline.check.finished' AND RunId != '' AND PipelineName != '' AND LogAttributes['pipeline.check.expectation'] != '';

DROP VIEW IF EXISTS database_statements_of_events;
CREATE MATERIALIZED VIEW database_statements_of_events TO database_statements AS
SELECT
  LogAttributes['db.system.name'] AS DbSystem,
  LogAttributes['server.address'] AS ServerAddress,
  toUInt16OrZero(LogAttributes['server.port']) AS ServerPort,
  LogAttributes['db.namespace'] AS DbNamespace,
  RunId,
  StageId,
  concat(ResourceAttributes['host.name'], ':', ResourceAttributes['process.pid']) AS Process,
  LogAttributes['pipeline.db.fingerprint'] AS Fingerprint,
  toStartOfMonth(ReceivedAt) AS Month,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS PipelineNamespace,
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
FROM logs_with_events AS logs
WHERE EventName = 'db.statements.counted' AND LogAttributes['pipeline.db.fingerprint'] != '';

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
  concat(ResourceAttributes['host.name'], ':', ResourceAttributes['process.pid']) AS Process,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.duration'], 3, 0::Decimal64(3))) AS DurationMs,
  if(LogAttributes['pipeline.db.transaction.outcome'] = 'committed', 'committed', 'rolled-back') AS Outcome,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['pipeline.db.transaction.reason'] AS Reason,
  LogAttributes['error.type'] AS ErrorType,
  PipelineName,
  PipelineNamespace,
  toUInt32OrZero(LogAttributes['pipeline.db.transaction.statements']) AS Statements,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.transaction.idle.max'], 3, 0::Decimal64(3))) AS LongestIdleMs
FROM logs_with_events AS logs
WHERE EventName = 'db.transaction.finished' AND LogAttributes['db.system.name'] != '';

DROP VIEW IF EXISTS dependency_calls_of_events;
CREATE MATERIALIZED VIEW dependency_calls_of_events TO dependency_calls AS
WITH
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.duration.sum'], 3)) AS SumMs,
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.duration.max'], 3)) AS MaxMs,
  parseDateTime64BestEffortOrZero(LogAttributes['dependency.quota.reset_at'], 3, 'UTC') AS SaidResetAt,
  parseDateTime64BestEffortOrZero(LogAttributes['dependency.quota.exhausted_at'], 3, 'UTC') AS SaidExhaustedAt
SELECT
  RunId,
  logs.StageId AS StageId,
  LogAttributes['dependency.name'] AS Dependency,
  LogAttributes['dependency.endpoint'] AS Endpoint,
  concat(LogAttributes['server.address'], ':', LogAttributes['server.port']) AS Server,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  StageName,
  Timestamp AS FirstAt,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['dependency.calls']) AS Calls,
  toUInt64OrZero(LogAttributes['dependency.requests']) AS Requests,
  toUInt64OrZero(LogAttributes['dependency.requests.failed']) AS Failed,
  toUInt64OrZero(LogAttributes['dependency.retries']) AS Retries,
  toUInt64OrZero(LogAttributes['dependency.cache.hits']) AS CacheHits,
  JSONExtract(LogAttributes['dependency.errors'], 'Map(String, UInt64)') AS Errors,
  SumMs AS DurationSumMs,
  MaxMs AS DurationMaxMs,
  JSONExtract(LogAttributes['dependency.duration.buckets'], 'Array(UInt64)') AS Buckets,
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.first_byte.sum'], 3)) AS FirstByteSumMs,
  toUInt64OrZero(LogAttributes['dependency.connects']) AS Connects,
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.connect.sum'], 3)) AS ConnectSumMs,
  toUInt64OrZero(LogAttributes['dependency.bytes.sent']) AS BytesSent,
  toUInt64OrZero(LogAttributes['dependency.bytes.received']) AS BytesReceived,
  if(toInt64OrDefault(LogAttributes['dependency.quota.remaining'], -1::Int64) < 0,
    (toDateTime64(0, 3, 'UTC'), -1, -1, toDateTime64(0, 3, 'UTC'), toDateTime64(0, 3, 'UTC')),
    (toDateTime64(Timestamp, 3, 'UTC'), toInt64OrDefault(LogAttributes['dependency.quota.limit'], -1::Int64),
      toInt64OrDefault(LogAttributes['dependency.quota.remaining'], -1::Int64), SaidResetAt, SaidExhaustedAt)) AS Quota
FROM logs_with_events AS logs
WHERE EventName = 'dependency.calls' AND RunId != '' AND LogAttributes['dependency.name'] != '';

DROP VIEW IF EXISTS dependency_rows_of_events;
CREATE MATERIALIZED VIEW dependency_rows_of_events TO dependency_rows AS
SELECT
  RunId,
  logs.StageId AS StageId,
  LogAttributes['dependency.name'] AS Dependency,
  LogAttributes['dependency.policy'] AS Policy,
  LogAttributes['error.type'] AS Error,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  StageName,
  Timestamp AS FirstAt,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['dependency.rows']) AS Rows
FROM logs_with_events AS logs
WHERE EventName = 'dependency.rows.affected' AND RunId != '' AND LogAttributes['dependency.name'] != '';

DROP VIEW IF EXISTS dependency_breakers_of_events;
CREATE MATERIALIZED VIEW dependency_breakers_of_events TO dependency_breakers AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  LogAttributes['dependency.breaker.id'] AS BreakerId,
  Timestamp AS At,
  LogAttributes['dependency.breaker.to'] AS StateAfter,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['dependency.breaker.from'] AS StateBefore,
  LogAttributes['dependency.breaker.reason'] AS Reason,
  RunId,
  logs.StageId AS StageId,
  StageName,
  PipelineNamespace,
  PipelineName
FROM logs_with_events AS logs
WHERE EventName = 'dependency.breaker.changed' AND LogAttributes['dependency.name'] != ''
  AND LogAttributes['dependency.breaker.to'] IN ('closed', 'open', 'half-open', 'isolated');

DROP VIEW IF EXISTS dependency_probes_of_events;
CREATE MATERIALIZED VIEW dependency_probes_of_events TO dependency_probes AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  toDateTime64(Timestamp, 3, 'UTC') AS At,
  toStartOfMonth(ReceivedAt) AS Month,
  LogAttributes['dependency.probe.state'] AS State,
  LogAttributes['error.type'] AS Error,
  LogAttributes['exception.message'] AS Problem,
  toUInt16OrZero(LogAttributes['http.response.status_code']) AS Status,
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.probe.duration'], 3)) AS DurationMs,
  parseDateTime64BestEffortOrZero(LogAttributes['tls.server.not_after'], 3, 'UTC') AS CertificateExpiresAt
FROM logs_with_events AS logs
WHERE EventName = 'dependency.probe.finished' AND LogAttributes['dependency.name'] != '';

DROP VIEW IF EXISTS dependency_call_minutes_of_events;
CREATE MATERIALIZED VIEW dependency_call_minutes_of_events TO dependency_call_minutes AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  RunId,
  logs.StageId AS StageId,
  LogAttributes['dependency.endpoint'] AS Endpoint,
  concat(LogAttributes['server.address'], ':', LogAttributes['server.port']) AS Server,
  toStartOfMinute(Timestamp) AS Minute,
  PipelineName AS KeyPipeline,
  PipelineNamespace AS KeyNamespace,
  toDate(ReceivedAt) AS Day,
  PipelineNamespace,
  PipelineName,
  toUInt64OrZero(LogAttributes['dependency.requests']) AS Requests,
  toUInt64OrZero(LogAttributes['dependency.requests.failed']) AS Failed,
  JSONExtract(LogAttributes['dependency.errors'], 'Map(String, UInt64)') AS Errors,
  toFloat64(toDecimal64OrZero(LogAttributes['dependency.duration.max'], 3)) AS DurationMaxMs,
  JSONExtract(LogAttributes['dependency.duration.buckets'], 'Array(UInt64)') AS Buckets
FROM logs_with_events AS logs
WHERE EventName = 'dependency.calls' AND RunId != '' AND LogAttributes['dependency.name'] != '';

DROP VIEW IF EXISTS dependency_callers_of_events;
CREATE MATERIALIZED VIEW dependency_callers_of_events TO dependency_callers AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  PipelineNamespace,
  PipelineName,
  toStartOfMonth(ReceivedAt) AS Month,
  max((Timestamp, toUInt8(LogAttributes['dependency.breaker.shared'] = 'true'))) AS Latest
FROM logs_with_events AS logs
WHERE EventName = 'dependency.calls' AND RunId != '' AND LogAttributes['dependency.name'] != ''
GROUP BY Dependency, PipelineNamespace, PipelineName, Month;

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
FROM logs_with_events AS logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished',
  'pipeline.rows.rejected', 'pipeline.run.missed', 'pipeline.run.missed.withdrawn')
  AND RunId != '';
