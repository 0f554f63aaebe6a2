-- Which runs never said that they ended, so that running and lost ones are found without folding all others.

-- A run is here as long as it may be unfinished, and for a while after; those that were missed count as finished. Whether a finished one
-- is forgotten changes nothing: what comes late of it is judged by `runs`.
CREATE TABLE IF NOT EXISTS unfinished_runs
(
  RunId String,
  Month Date,
  Finished SimpleAggregateFunction(max, UInt8),
  SeenAt SimpleAggregateFunction(max, DateTime)
)
ENGINE = AggregatingMergeTree
PARTITION BY Month
ORDER BY RunId
TTL SeenAt + INTERVAL 1 DAY DELETE WHERE Finished = 1
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS unfinished_runs_of_runs TO unfinished_runs AS
SELECT RunId, Month, toUInt8(Finish.State != '' OR Missed > 0) AS Finished, toDateTime(LastSeenAt) AS SeenAt FROM runs;

-- Those there are already; what the view has seen meanwhile changes nothing.
INSERT INTO unfinished_runs
SELECT RunId, Month, 0, toDateTime(max(LastSeenAt)) FROM runs GROUP BY RunId, Month HAVING max(Missed) = 0 AND countIf(Finish.State != '') = 0;
