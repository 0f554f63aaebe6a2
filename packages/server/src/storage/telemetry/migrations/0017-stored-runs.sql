-- Runs stored before 0016 get their keys; those of several pipelines that shared an id are told apart anew where their events are still stored.

CREATE TABLE IF NOT EXISTS shared_ids (RunId String) ENGINE = MergeTree ORDER BY RunId;

INSERT INTO shared_ids
SELECT RunId FROM logs
WHERE EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished')
  AND RunId != '' AND PipelineName != ''
GROUP BY RunId
HAVING uniqExact(PipelineName) > 1 OR uniqExactIf(PipelineNamespace, PipelineNamespace != 'default') > 1 OR uniqExactIf(PipelineNamespace, EventName = 'pipeline.run.started') > 1;

INSERT INTO run_events
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
FROM logs
WHERE RunId IN (SELECT RunId FROM shared_ids) AND EventName IN ('pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.run.finished', 'pipeline.stage.started',
  'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected', 'pipeline.run.missed', 'pipeline.run.missed.withdrawn');

-- Times long after their arrival are moved back to it, as 0013 does for what came later.
INSERT INTO runs
WITH
  stored.LastSeenAt + INTERVAL 5 MINUTE AS LatestAt,
  if(stored.FirstSeenAt IS NULL AND stored.LastEventAt > LatestAt, dateDiff('millisecond', stored.LastSeenAt, stored.LastEventAt), 0) AS AheadMs
SELECT * REPLACE (
  stored.PipelineName AS KeyPipeline,
  stored.PipelineNamespace AS KeyNamespace,
  if(stored.StartedAt > LatestAt, subtractMilliseconds(stored.StartedAt, AheadMs), stored.StartedAt) AS StartedAt,
  subtractMilliseconds(stored.LastEventAt, AheadMs) AS LastEventAt,
  if(stored.NotAnswering.At > LatestAt, (subtractMilliseconds(stored.NotAnswering.At, AheadMs), stored.NotAnswering.ForMs), stored.NotAnswering) AS NotAnswering,
  if(stored.Finish.At > LatestAt, (subtractMilliseconds(stored.Finish.At, AheadMs), stored.Finish.State, stored.Finish.DurationMs, stored.Finish.FailureType, stored.Finish.FailureMessage, stored.Finish.FailureStacktrace,
      stored.Finish.ExitCode, stored.Finish.ExitSignal, stored.Finish.Read, stored.Finish.Written, stored.Finish.Rejected, stored.Finish.Filtered, stored.Finish.Deduplicated, stored.Finish.Unmatched), stored.Finish) AS Finish)
FROM (SELECT * FROM runs WHERE KeyPipeline = '' AND PipelineName != '' AND RunId NOT IN (SELECT RunId FROM shared_ids)) AS stored;

ALTER TABLE runs DELETE WHERE KeyPipeline = '' SETTINGS mutations_sync = 1;
ALTER TABLE stages DELETE WHERE KeyPipeline = '' AND RunId IN (SELECT RunId FROM shared_ids) SETTINGS mutations_sync = 1;
ALTER TABLE stage_rejections DELETE WHERE KeyPipeline = '' AND RunId IN (SELECT RunId FROM shared_ids) SETTINGS mutations_sync = 1;

DROP TABLE IF EXISTS shared_ids;

-- Which runs never finished, by their keys.
TRUNCATE TABLE unfinished_runs;

CREATE MATERIALIZED VIEW IF NOT EXISTS unfinished_runs_of_runs TO unfinished_runs AS
SELECT RunId, KeyPipeline, KeyNamespace, Month, toUInt8(Finish.State != '' OR Missed > 0) AS Finished, toDateTime(LastSeenAt) AS SeenAt FROM runs;

INSERT INTO unfinished_runs (RunId, KeyPipeline, KeyNamespace, Month, Finished, SeenAt)
SELECT RunId, KeyPipeline, KeyNamespace, Month, 0, toDateTime(max(LastSeenAt)) FROM runs GROUP BY RunId, KeyPipeline, KeyNamespace, Month
HAVING max(Missed) = 0 AND countIf(Finish.State != '') = 0;

-- Days of pipelines anew: of runs that were told apart, and without days in the future.
TRUNCATE TABLE pipeline_days;

CREATE MATERIALIZED VIEW IF NOT EXISTS pipeline_days_of_runs TO pipeline_days AS
SELECT
  PipelineName,
  PipelineNamespace,
  toDate(StartedAt) AS Day,
  Month,
  uniqState(RunId) AS Runs,
  max(if(Finish.State = 'succeeded', Finish.At, toDateTime64(0, 9, 'UTC'))) AS FreshAt,
  max(if(Missed = 0, StartedAt, toDateTime64(0, 9, 'UTC'))) AS LastStartAt,
  max(if(PipelineSchedule = '' OR Missed > 0, (toDateTime64(0, 9, 'UTC'), '', '', '', '', ''),
    (StartedAt, PipelineSchedule, PipelineTimeZone, PipelineDeadline, PipelineOwner, PipelineCriticality))) AS Declared
FROM runs
GROUP BY PipelineName, PipelineNamespace, Day, Month;

INSERT INTO pipeline_days
SELECT
  PipelineName,
  PipelineNamespace,
  toDate(StartedAt) AS Day,
  Month,
  uniqState(RunId),
  max(if(Finish.State = 'succeeded', Finish.At, toDateTime64(0, 9, 'UTC'))),
  max(if(Missed = 0, StartedAt, toDateTime64(0, 9, 'UTC'))),
  max(if(PipelineSchedule = '' OR Missed > 0, (toDateTime64(0, 9, 'UTC'), '', '', '', '', ''),
    (StartedAt, PipelineSchedule, PipelineTimeZone, PipelineDeadline, PipelineOwner, PipelineCriticality)))
FROM runs
GROUP BY PipelineName, PipelineNamespace, Day, Month;

-- Pipelines some of whose events name no namespace: only their runs need a second fold (`rooms/runs/identity/facts-folded.ts`).
CREATE TABLE IF NOT EXISTS unnamed_pipelines (PipelineName String, Month Date) ENGINE = ReplacingMergeTree PARTITION BY Month ORDER BY PipelineName;

CREATE MATERIALIZED VIEW IF NOT EXISTS unnamed_pipelines_of_runs TO unnamed_pipelines AS
SELECT DISTINCT PipelineName, Month FROM runs WHERE KeyNamespace = '';

INSERT INTO unnamed_pipelines SELECT DISTINCT PipelineName, Month FROM runs WHERE KeyNamespace = '';
