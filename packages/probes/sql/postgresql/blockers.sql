-- Who waits for a lock, and for whom; also for sessions that are idle in a transaction. An application "sg 00-…" is a run of Sightglass. Needs pg_monitor.
SELECT blocked.pid AS blocked_pid, blocked.application_name AS blocked_application,
       extract(epoch FROM clock_timestamp() - blocked.query_start)::float8 AS seconds_waiting,
       left(blocked.query, 1000) AS blocked_statement,
       blocker.pid AS blocker_pid, blocker.application_name AS blocker_application, blocker.usename AS blocker_login,
       blocker.state AS blocker_state,
       extract(epoch FROM clock_timestamp() - blocker.xact_start)::float8 AS blocker_transaction_seconds,
       left(blocker.query, 1000) AS blocker_statement
FROM pg_stat_activity AS blocked
CROSS JOIN LATERAL unnest(pg_blocking_pids(blocked.pid)) AS blocking (pid)
JOIN pg_stat_activity AS blocker ON blocker.pid = blocking.pid
WHERE blocked.wait_event_type = 'Lock'
ORDER BY seconds_waiting DESC
LIMIT 50
