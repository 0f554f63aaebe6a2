-- Who is connected, from where, and doing what; the longest in its state first. Needs pg_monitor.
SELECT pid, usename AS login, application_name AS application, client_addr::text AS client, state,
       wait_event_type AS wait_type, wait_event AS wait,
       extract(epoch FROM clock_timestamp() - state_change)::float8 AS seconds_in_state, left(query, 1000) AS statement
FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
ORDER BY seconds_in_state DESC NULLS LAST
LIMIT 100
