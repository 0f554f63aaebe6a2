-- What is out of the ordinary in a finish: a run state that is none of ours, or rows that its program could not explain. Most have none.

-- Of the latest such finish; At is that of its finish in `runs`.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS Reported SimpleAggregateFunction(max, Tuple(At DateTime64(9, 'UTC'), State String, IsUnbalanced UInt8, Missing Int64, Extra Int64));

CREATE MATERIALIZED VIEW IF NOT EXISTS runs_of_reported_finishes TO runs AS
WITH
  if(Timestamp > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, Timestamp), 0) AS AheadMs,
  subtractMilliseconds(Timestamp, AheadMs) AS HappenedAt,
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.vanished'])) AS Missing,
  greatest(0, toInt64OrZero(LogAttributes['pipeline.run.rows.appeared'])) AS Extra,
  toUInt8(LogAttributes['pipeline.run.balanced'] = 'false' OR Missing > 0 OR Extra > 0) AS IsUnbalanced
SELECT
  RunId,
  toStartOfMonth(ReceivedAt) AS Month,
  PipelineName,
  HappenedAt AS StartedAt,
  HappenedAt AS LastEventAt,
  ReceivedAt AS LastSeenAt,
  (HappenedAt, LogAttributes['pipeline.run.state'], IsUnbalanced, Missing, Extra) AS Reported
FROM logs
WHERE EventName = 'pipeline.run.finished' AND RunId != '' AND PipelineName != ''
  AND (IsUnbalanced = 1 OR LogAttributes['pipeline.run.state'] NOT IN ('succeeded', 'failed', 'aborted'));
