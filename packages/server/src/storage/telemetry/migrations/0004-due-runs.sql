-- Runs that were due and did not start, and what is known of each pipeline without reading all its runs.

-- 0: a run. 1: was due and did not start. 2: it turned out to have started after all.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS Missed SimpleAggregateFunction(max, UInt8);

CREATE MATERIALIZED VIEW IF NOT EXISTS runs_of_due_times TO runs AS
WITH parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.due_at'], 9, 'UTC') AS SaidDueAt
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineNamespace,
  PipelineName,
  if(SaidDueAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, assumeNotNull(SaidDueAt), Timestamp) AS StartedAt,
  StartedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  LogAttributes['pipeline.owner'] AS PipelineOwner,
  LogAttributes['pipeline.criticality'] AS PipelineCriticality,
  LogAttributes['pipeline.schedule'] AS PipelineSchedule,
  LogAttributes['pipeline.time_zone'] AS PipelineTimeZone,
  LogAttributes['pipeline.deadline'] AS PipelineDeadline,
  ServiceName,
  if(EventName = 'pipeline.run.missed', 1, 2) AS Missed
FROM logs
WHERE EventName IN ('pipeline.run.missed', 'pipeline.run.missed.withdrawn') AND RunId != '' AND PipelineName != '';

-- One row for each pipeline and day on which runs of it started. The namespace is as said by the event: empty reads as `default`.
CREATE TABLE IF NOT EXISTS pipeline_days
(
  PipelineName String,
  PipelineNamespace String,
  Day Date,
  Month Date,
  Runs AggregateFunction(uniq, String),
  -- End of the latest succeeded run.
  FreshAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  LastStartAt SimpleAggregateFunction(max, DateTime64(9, 'UTC')),
  -- The latest run that declared a schedule, and what it declared.
  Declared SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), Schedule String, TimeZone String, Deadline String, Owner String, Criticality String))
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY (PipelineName, PipelineNamespace, Day);

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

-- The runs there are already; what the view has seen meanwhile changes nothing when it is folded twice.
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
