-- What checks of files found. The latest word on a file stands whole, so an event that comes twice, late or out of order changes nothing.

CREATE TABLE IF NOT EXISTS checked_files
(
  PipelineName String,
  -- Empty when the check named none.
  Contract String,
  RunId String,
  StageId String,
  File String,
  Month Date,
  PipelineNamespace SimpleAggregateFunction(max, String),
  StageName SimpleAggregateFunction(max, String),
  CheckedAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  -- DurationMs is -1 when not said; Samples is a JSON array.
  Told SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), Result String, Rows UInt64, Rejected UInt64, Bytes UInt64, ModifiedAt String,
    RejectFile String, DurationMs Float64, Samples String)),
  INDEX run RunId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX checked CheckedAt TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (PipelineName, Contract, RunId, StageId, File)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS checked_files_of_events TO checked_files AS
SELECT
  PipelineName,
  LogAttributes['pipeline.check.contract'] AS Contract,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  LogAttributes['pipeline.check.file'] AS File,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  StageName,
  Timestamp AS CheckedAt,
  (
    Timestamp,
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

CREATE TABLE IF NOT EXISTS check_results
(
  PipelineName String,
  Contract String,
  RunId String,
  StageId String,
  File String,
  Expectation String,
  Month Date,
  -- Lines is a JSON array.
  Told SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), Result String, Scope String, Column String, Message String, Broken UInt64, Rows UInt64,
    Lines String, Warn String, Error String)),
  INDEX run RunId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (PipelineName, Contract, RunId, StageId, File, Expectation)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS check_results_of_events TO check_results AS
SELECT
  PipelineName,
  LogAttributes['pipeline.check.contract'] AS Contract,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  LogAttributes['pipeline.check.file'] AS File,
  LogAttributes['pipeline.check.expectation'] AS Expectation,
  toStartOfMonth(ReceivedAt) AS Month,
  (
    Timestamp,
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
