-- What runs did, kept apart as the runs are (0016): a second pipeline with the same run id adds rows of its own.
-- Of results of one instant the worst counts, as in 0016.

ALTER TABLE dependency_calls ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, StageId, Dependency, Endpoint, Server, KeyPipeline, KeyNamespace);
ALTER TABLE dependency_rows ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (RunId, StageId, Dependency, Policy, Error, KeyPipeline, KeyNamespace);
ALTER TABLE dependency_call_minutes ADD COLUMN IF NOT EXISTS KeyPipeline String, ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (Dependency, RunId, StageId, Endpoint, Server, Minute, KeyPipeline, KeyNamespace);
ALTER TABLE checked_files ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (PipelineName, Contract, RunId, StageId, File, KeyNamespace);
ALTER TABLE check_results ADD COLUMN IF NOT EXISTS KeyNamespace String, MODIFY ORDER BY (PipelineName, Contract, RunId, StageId, File, Expectation, KeyNamespace);
-- The process is part of the key of statements already.
ALTER TABLE database_transactions ADD COLUMN IF NOT EXISTS PipelineName LowCardinality(String), ADD COLUMN IF NOT EXISTS PipelineNamespace LowCardinality(String);

-- What is stored gets its keys, so that what goes on across an upgrade is counted once.
INSERT INTO dependency_calls SELECT * REPLACE (stored.PipelineName AS KeyPipeline, stored.PipelineNamespace AS KeyNamespace)
FROM (SELECT * FROM dependency_calls WHERE KeyPipeline = '' AND PipelineName != '') AS stored;
ALTER TABLE dependency_calls DELETE WHERE KeyPipeline = '' AND PipelineName != '' SETTINGS mutations_sync = 1;
INSERT INTO dependency_rows SELECT * REPLACE (stored.PipelineName AS KeyPipeline, stored.PipelineNamespace AS KeyNamespace)
FROM (SELECT * FROM dependency_rows WHERE KeyPipeline = '' AND PipelineName != '') AS stored;
ALTER TABLE dependency_rows DELETE WHERE KeyPipeline = '' AND PipelineName != '' SETTINGS mutations_sync = 1;
INSERT INTO dependency_call_minutes SELECT * REPLACE (stored.PipelineName AS KeyPipeline, stored.PipelineNamespace AS KeyNamespace)
FROM (SELECT * FROM dependency_call_minutes WHERE KeyPipeline = '' AND PipelineName != '') AS stored;
ALTER TABLE dependency_call_minutes DELETE WHERE KeyPipeline = '' AND PipelineName != '' SETTINGS mutations_sync = 1;
INSERT INTO checked_files SELECT * REPLACE (stored.PipelineNamespace AS KeyNamespace)
FROM (SELECT * FROM checked_files WHERE KeyNamespace = '' AND PipelineNamespace != '') AS stored;
ALTER TABLE checked_files DELETE WHERE KeyNamespace = '' AND PipelineNamespace != '' SETTINGS mutations_sync = 1;

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
FROM logs
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
FROM logs
WHERE EventName = 'dependency.rows.affected' AND RunId != '' AND LogAttributes['dependency.name'] != '';

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
FROM logs
WHERE EventName = 'dependency.calls' AND RunId != '' AND LogAttributes['dependency.name'] != '';

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
FROM logs
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
FROM logs
WHERE EventName = 'pipeline.check.finished' AND RunId != '' AND PipelineName != '' AND LogAttributes['pipeline.check.expectation'] != '';

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
FROM logs
WHERE EventName = 'db.transaction.finished' AND LogAttributes['db.system.name'] != '';

