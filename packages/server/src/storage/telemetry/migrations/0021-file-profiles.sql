-- What later files of a contract are compared with. Each check of a file stands for itself.

CREATE TABLE IF NOT EXISTS file_profiles
(
  Contract String,
  PipelineNamespace String,
  PipelineName String,
  RunId String,
  File String,
  Month Date,
  CheckedAt DateTime64(9, 'UTC'),
  -- JSON.
  Profile String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
PARTITION BY Month
ORDER BY (Contract, CheckedAt, RunId, File)
SETTINGS index_granularity = 256;

CREATE MATERIALIZED VIEW IF NOT EXISTS file_profiles_of_events TO file_profiles AS
SELECT
  LogAttributes['pipeline.check.contract'] AS Contract,
  PipelineNamespace,
  PipelineName,
  RunId,
  LogAttributes['pipeline.check.file'] AS File,
  toStartOfMonth(ReceivedAt) AS Month,
  Timestamp AS CheckedAt,
  LogAttributes['pipeline.check.profile'] AS Profile
FROM logs_with_events AS logs
WHERE EventName = 'pipeline.file.profiled' AND RunId != '' AND PipelineName != '' AND LogAttributes['pipeline.check.contract'] != '';
