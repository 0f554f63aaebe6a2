-- Transactions that are open, the oldest first: they hold locks and keep dead rows from being removed. Prepared ones have no session (0)
-- and outlast a restart. Where track_activities is off, only the lock on its own number shows that a session has one. Needs pg_monitor.
SELECT * FROM (
  SELECT pid, application_name AS application, usename::text AS login,
         CASE WHEN state = 'disabled' THEN 'not known, as track_activities is off' ELSE state END AS state,
         extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds_open,
         CASE WHEN state LIKE 'idle in transaction%'
              THEN extract(epoch FROM clock_timestamp() - state_change)::float8 WHEN state <> 'disabled' THEN 0 END AS seconds_idle,
         left(query, 1000) AS statement
  FROM pg_stat_activity AS session
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND (xact_start IS NOT NULL OR (state = 'disabled' AND EXISTS (
      SELECT FROM pg_locks AS own WHERE own.pid = session.pid AND own.locktype = 'virtualxid' AND own.mode = 'ExclusiveLock' AND own.granted)))
  UNION ALL
  SELECT 0, 'prepared transaction ' || gid, owner::text, 'prepared', extract(epoch FROM clock_timestamp() - prepared)::float8,
         extract(epoch FROM clock_timestamp() - prepared)::float8, ''
  FROM pg_prepared_xacts
) AS transactions
ORDER BY seconds_open DESC NULLS LAST
LIMIT 50
