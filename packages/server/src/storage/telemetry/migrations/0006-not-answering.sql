-- Whether the program of a run answered when it was last heard of. A heartbeat may come from a thread of its own while the program hangs.

-- Of the latest heartbeat: 0 when the program answers.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS NotAnswering SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), ForMs Float64));

CREATE MATERIALIZED VIEW IF NOT EXISTS runs_of_heartbeats TO runs AS
WITH parseDateTime64BestEffortOrNull(LogAttributes['pipeline.run.started_at'], 9, 'UTC') AS SaidAt
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(LogAttributes['pipeline.namespace'] = '', ResourceAttributes['pipeline.namespace'], LogAttributes['pipeline.namespace']) AS PipelineNamespace,
  PipelineName,
  if(SaidAt BETWEEN toDateTime64('2000-01-01 00:00:00', 9, 'UTC') AND Timestamp, assumeNotNull(SaidAt), Timestamp) AS StartedAt,
  Timestamp AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  ServiceName,
  (Timestamp, greatest(0., toFloat64(toDecimal64OrZero(LogAttributes['pipeline.run.not_answering'], 3)))) AS NotAnswering
FROM logs
WHERE EventName = 'pipeline.run.heartbeat' AND RunId != '' AND PipelineName != '';
