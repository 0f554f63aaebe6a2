-- What programs did in databases: statements by fingerprint, and transactions. What comes twice, late or out of order changes nothing.
-- Months are those of arrival, as for `runs`.

-- Counts are cumulative for one fingerprint in one stage of one process, and fold by the maximum.
CREATE TABLE IF NOT EXISTS database_statements
(
  DbSystem LowCardinality(String),
  ServerAddress LowCardinality(String),
  ServerPort UInt16,
  DbNamespace LowCardinality(String),
  RunId String,
  StageId String,
  Process String,
  Fingerprint String,
  Month Date,
  PipelineNamespace SimpleAggregateFunction(max, String),
  PipelineName SimpleAggregateFunction(max, String),
  Operation SimpleAggregateFunction(max, String),
  Summary SimpleAggregateFunction(max, String),
  Text SimpleAggregateFunction(max, String),
  LastAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  Calls SimpleAggregateFunction(max, UInt64),
  Errors SimpleAggregateFunction(max, UInt64),
  RowsReturned SimpleAggregateFunction(max, UInt64),
  RowsAffected SimpleAggregateFunction(max, UInt64),
  DurationMs SimpleAggregateFunction(max, Float64),
  SlowestMs SimpleAggregateFunction(max, Float64),
  INDEX last LastAt TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (DbSystem, ServerAddress, ServerPort, DbNamespace, RunId, StageId, Process, Fingerprint)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS database_statements_of_events TO database_statements AS
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
FROM logs
WHERE EventName = 'db.statements.counted' AND LogAttributes['pipeline.db.fingerprint'] != '';

-- One row for each transaction; told twice it is the same row.
CREATE TABLE IF NOT EXISTS database_transactions
(
  DbSystem LowCardinality(String),
  ServerAddress LowCardinality(String),
  ServerPort UInt16,
  DbNamespace LowCardinality(String),
  EndedAt DateTime64(9, 'UTC'),
  RunId String,
  StageId String,
  Process String,
  DurationMs Float64,
  Outcome LowCardinality(String),
  Month Date,
  Reason LowCardinality(String),
  ErrorType LowCardinality(String),
  Statements UInt32,
  LongestIdleMs Float64
)
ENGINE = ReplacingMergeTree
PARTITION BY Month
ORDER BY (DbSystem, ServerAddress, ServerPort, DbNamespace, EndedAt, RunId, StageId, Process, DurationMs, Outcome)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS database_transactions_of_events TO database_transactions AS
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
  toUInt32OrZero(LogAttributes['pipeline.db.transaction.statements']) AS Statements,
  toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.db.transaction.idle.max'], 3, 0::Decimal64(3))) AS LongestIdleMs
FROM logs
WHERE EventName = 'db.transaction.finished' AND LogAttributes['db.system.name'] != '';
