-- Who waits for a lock, and for whom; also for sessions that are idle in a transaction, and for prepared transactions, which have no
-- session (0). An application "sg 00-…" is a run of Sightglass. Needs pg_monitor.
SELECT blocked.pid AS blocked_pid, blocked.application_name AS blocked_application,
       extract(epoch FROM clock_timestamp() - blocked.query_start)::float8 AS seconds_waiting,
       left(blocked.query, 1000) AS blocked_statement,
       blocking.pid AS blocker_pid, coalesce(blocker.application_name, 'prepared transaction ' || prepared.gid) AS blocker_application,
       coalesce(blocker.usename, prepared.owner) AS blocker_login,
       CASE WHEN blocking.pid = 0 THEN 'prepared' ELSE blocker.state END AS blocker_state,
       extract(epoch FROM clock_timestamp() - coalesce(blocker.xact_start, prepared.prepared))::float8 AS blocker_transaction_seconds,
       left(blocker.query, 1000) AS blocker_statement
FROM pg_stat_activity AS blocked
CROSS JOIN LATERAL (SELECT DISTINCT unnest(pg_blocking_pids(blocked.pid))) AS blocking (pid)
LEFT JOIN pg_stat_activity AS blocker ON blocker.pid = blocking.pid
LEFT JOIN LATERAL (
  SELECT gid, owner, prepared FROM pg_prepared_xacts AS known
  WHERE blocking.pid = 0
  ORDER BY EXISTS (SELECT FROM pg_locks AS awaited
                   WHERE awaited.pid = blocked.pid AND NOT awaited.granted AND awaited.transactionid = known.transaction) DESC, prepared
  LIMIT 1
) AS prepared ON true
WHERE blocked.wait_event_type = 'Lock'
ORDER BY seconds_waiting DESC NULLS LAST
LIMIT 50
