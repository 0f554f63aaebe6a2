-- What runs depend on: calls to APIs, rows touched when they failed, breakers, and probes of our own. Counts in events are cumulative by
-- stage and fold by max; an array or map of counts that only grow folds by max too.

CREATE TABLE IF NOT EXISTS dependency_calls
(
  RunId String,
  -- Empty outside any stage.
  StageId String,
  Dependency String,
  Endpoint String,
  -- host:port
  Server String,
  Month Date,
  PipelineNamespace SimpleAggregateFunction(max, String),
  PipelineName SimpleAggregateFunction(max, String),
  StageName SimpleAggregateFunction(max, String),
  FirstAt SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  LastAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  Calls SimpleAggregateFunction(max, UInt64),
  Requests SimpleAggregateFunction(max, UInt64),
  Failed SimpleAggregateFunction(max, UInt64),
  Retries SimpleAggregateFunction(max, UInt64),
  CacheHits SimpleAggregateFunction(max, UInt64),
  Errors SimpleAggregateFunction(maxMap, Map(String, UInt64)),
  DurationSumMs SimpleAggregateFunction(max, Float64),
  DurationMaxMs SimpleAggregateFunction(max, Float64),
  Buckets SimpleAggregateFunction(max, Array(UInt64)),
  FirstByteSumMs SimpleAggregateFunction(max, Float64),
  Connects SimpleAggregateFunction(max, UInt64),
  ConnectSumMs SimpleAggregateFunction(max, Float64),
  BytesSent SimpleAggregateFunction(max, UInt64),
  BytesReceived SimpleAggregateFunction(max, UInt64),
  -- The latest reading, whole; Remaining is -1 while there is none, times are the epoch when not said.
  Quota SimpleAggregateFunction(max, Tuple(At DateTime64(3, 'UTC'), Allowed Int64, Remaining Int64, ResetAt DateTime64(3, 'UTC'), ExhaustedAt DateTime64(3, 'UTC'))),
  INDEX last LastAt TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (RunId, StageId, Dependency, Endpoint, Server)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_calls_of_events TO dependency_calls AS
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

CREATE TABLE IF NOT EXISTS dependency_rows
(
  RunId String,
  StageId String,
  Dependency String,
  Policy String,
  Error String,
  Month Date,
  PipelineNamespace SimpleAggregateFunction(max, String),
  PipelineName SimpleAggregateFunction(max, String),
  StageName SimpleAggregateFunction(max, String),
  FirstAt SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  LastAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  Rows SimpleAggregateFunction(max, UInt64),
  INDEX last LastAt TYPE minmax GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (RunId, StageId, Dependency, Policy, Error)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_rows_of_events TO dependency_rows AS
SELECT
  RunId,
  logs.StageId AS StageId,
  LogAttributes['dependency.name'] AS Dependency,
  LogAttributes['dependency.policy'] AS Policy,
  LogAttributes['error.type'] AS Error,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  StageName,
  Timestamp AS FirstAt,
  Timestamp AS LastAt,
  toUInt64OrZero(LogAttributes['dependency.rows']) AS Rows
FROM logs
WHERE EventName = 'dependency.rows.affected' AND RunId != '' AND LogAttributes['dependency.name'] != '';

-- Every change of every breaker; one that is told twice is one row.
CREATE TABLE IF NOT EXISTS dependency_breakers
(
  Dependency String,
  BreakerId String,
  At DateTime64(9, 'UTC'),
  StateAfter String,
  Month Date,
  StateBefore String,
  Reason String,
  RunId String,
  StageId String,
  StageName String,
  PipelineNamespace String,
  PipelineName String,
  INDEX at At TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY Month
ORDER BY (Dependency, BreakerId, At, StateAfter)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_breakers_of_events TO dependency_breakers AS
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
FROM logs
WHERE EventName = 'dependency.breaker.changed' AND LogAttributes['dependency.name'] != ''
  AND LogAttributes['dependency.breaker.to'] IN ('closed', 'open', 'half-open', 'isolated');

-- Every probe the server has made of an API.
CREATE TABLE IF NOT EXISTS dependency_probes
(
  Dependency String,
  At DateTime64(3, 'UTC'),
  Month Date,
  State LowCardinality(String),
  Error LowCardinality(String),
  Problem String,
  Status UInt16,
  DurationMs Float64,
  CertificateExpiresAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY Month
ORDER BY (Dependency, At);

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_probes_of_events TO dependency_probes AS
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
FROM logs
WHERE EventName = 'dependency.probe.finished' AND LogAttributes['dependency.name'] != '';
