-- A run that did not start is of the environment of those before it, so that what is made up is shown as such.
DROP VIEW IF EXISTS runs_of_due_times;
CREATE MATERIALIZED VIEW runs_of_due_times TO runs AS
WITH parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.due_at'], 9, 'UTC') AS SaidDueAt
SELECT
  RunId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  SaidNamespace AS PipelineNamespace,
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
  ResourceAttributes['deployment.environment.name'] AS Environment,
  if(EventName = 'pipeline.run.missed', 1, 2) AS Missed
FROM run_events
WHERE EventName IN ('pipeline.run.missed', 'pipeline.run.missed.withdrawn') AND PipelineName != '';
