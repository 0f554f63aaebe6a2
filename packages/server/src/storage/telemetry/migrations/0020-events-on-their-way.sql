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

-- As they were, but for where they read. What programs did in databases and at APIs follows in 0022.
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
