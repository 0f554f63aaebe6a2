-- Calls to APIs over time. Counts are cumulative by stage, as in dependency_calls; what one minute added is the difference to the stage's
-- minute before, so that repeated, late and reordered events change nothing here either.

CREATE TABLE IF NOT EXISTS dependency_call_minutes
(
  Dependency String,
  RunId String,
  StageId String,
  Endpoint String,
  Server String,
  Minute DateTime('UTC'),
  Day Date,
  PipelineNamespace SimpleAggregateFunction(max, String),
  PipelineName SimpleAggregateFunction(max, String),
  Requests SimpleAggregateFunction(max, UInt64),
  Failed SimpleAggregateFunction(max, UInt64),
  Errors SimpleAggregateFunction(maxMap, Map(String, UInt64)),
  DurationMaxMs SimpleAggregateFunction(max, Float64),
  Buckets SimpleAggregateFunction(max, Array(UInt64)),
  INDEX minute Minute TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Day
ORDER BY (Dependency, RunId, StageId, Endpoint, Server, Minute)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_call_minutes_of_events TO dependency_call_minutes AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  RunId,
  logs.StageId AS StageId,
  LogAttributes['dependency.endpoint'] AS Endpoint,
  concat(LogAttributes['server.address'], ':', LogAttributes['server.port']) AS Server,
  toStartOfMinute(Timestamp) AS Minute,
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
