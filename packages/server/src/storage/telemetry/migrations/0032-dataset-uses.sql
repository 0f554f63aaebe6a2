-- What runs read and wrote. The latest event of a stage about a dataset counts whole, so one that comes twice, late or out of order changes nothing.
CREATE TABLE IF NOT EXISTS dataset_uses
(
  Namespace String,
  Name String,
  Role LowCardinality(String),
  PipelineName String,
  KeyNamespace String,
  RunId String,
  -- Empty where a run used it outside its stages.
  StageId String,
  Month Date,
  StageName SimpleAggregateFunction(max, String),
  UsedAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  -- Rows and Bytes are -1 where they are not known.
  Told SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), Rows Int64, Bytes Int64)),
  INDEX run RunId TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (Namespace, Name, Role, PipelineName, KeyNamespace, RunId, StageId)
SETTINGS index_granularity = 1024;

-- Times long after their arrival are moved back to it, as those of runs are (0013).
DROP VIEW IF EXISTS dataset_uses_of_events;
CREATE MATERIALIZED VIEW dataset_uses_of_events TO dataset_uses AS
SELECT
  LogAttributes['pipeline.dataset.namespace'] AS Namespace,
  LogAttributes['pipeline.dataset.name'] AS Name,
  LogAttributes['pipeline.dataset.role'] AS Role,
  PipelineName,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  StageName,
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, toDateTime64(ReceivedAt, 9, 'UTC'), Timestamp) AS UsedAt,
  (
    UsedAt,
    greatest(-1, toInt64OrDefault(LogAttributes['pipeline.dataset.rows'], -1::Int64)),
    greatest(-1, toInt64OrDefault(LogAttributes['pipeline.dataset.bytes'], -1::Int64))
  ) AS Told
FROM logs_with_events AS logs
WHERE EventName = 'pipeline.dataset.used' AND RunId != '' AND PipelineName != ''
  AND LogAttributes['pipeline.dataset.name'] != '' AND LogAttributes['pipeline.dataset.role'] IN ('input', 'output');

-- Senders may be newer than the server was: what they reported is stored, and is folded now. Folded twice, it is the same.
INSERT INTO dataset_uses (Namespace, Name, Role, PipelineName, RunId, StageId, KeyNamespace, Month, StageName, UsedAt, Told)
SELECT
  LogAttributes['pipeline.dataset.namespace'] AS Namespace,
  LogAttributes['pipeline.dataset.name'] AS Name,
  LogAttributes['pipeline.dataset.role'] AS Role,
  PipelineName,
  RunId,
  if(logs.StageId = '', logs.StageName, logs.StageId) AS StageId,
  PipelineNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  StageName,
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, toDateTime64(ReceivedAt, 9, 'UTC'), Timestamp) AS UsedAt,
  (
    UsedAt,
    greatest(-1, toInt64OrDefault(LogAttributes['pipeline.dataset.rows'], -1::Int64)),
    greatest(-1, toInt64OrDefault(LogAttributes['pipeline.dataset.bytes'], -1::Int64))
  ) AS Told
FROM logs
WHERE EventName = 'pipeline.dataset.used' AND RunId != '' AND PipelineName != ''
  AND LogAttributes['pipeline.dataset.name'] != '' AND LogAttributes['pipeline.dataset.role'] IN ('input', 'output')
SETTINGS max_partitions_per_insert_block = 0;
