-- Transactions that are open, the oldest first: they hold locks and keep dead rows from being removed. Needs pg_monitor.
SELECT pid, application_name AS application, usename AS login, state,
       extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds_open,
       CASE WHEN state LIKE 'idle in transaction%'
            THEN extract(epoch FROM clock_timestamp() - state_change)::float8 ELSE 0 END AS seconds_idle,
       left(query, 1000) AS statement
FROM pg_stat_activity
WHERE xact_start IS NOT NULL AND backend_type = 'client backend' AND pid <> pg_backend_pid()
ORDER BY seconds_open DESC
LIMIT 50
