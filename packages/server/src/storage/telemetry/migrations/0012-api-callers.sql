-- Which pipelines call an API, and whether the latest calls of each obey a breaker that is held open for all.

CREATE TABLE IF NOT EXISTS dependency_callers
(
  Dependency String,
  PipelineNamespace String,
  PipelineName String,
  Month Date,
  -- By the latest event; at the same time, the one that obeys.
  Latest SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), SharesBreaker UInt8))
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (Dependency, PipelineNamespace, PipelineName);

CREATE MATERIALIZED VIEW IF NOT EXISTS dependency_callers_of_events TO dependency_callers AS
SELECT
  LogAttributes['dependency.name'] AS Dependency,
  PipelineNamespace,
  PipelineName,
  toStartOfMonth(ReceivedAt) AS Month,
  max((Timestamp, toUInt8(LogAttributes['dependency.breaker.shared'] = 'true'))) AS Latest
FROM logs
WHERE EventName = 'dependency.calls' AND RunId != '' AND LogAttributes['dependency.name'] != ''
GROUP BY Dependency, PipelineNamespace, PipelineName, Month;
