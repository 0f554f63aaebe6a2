-- What active sessions wait for at this moment; without a wait they compute. Needs pg_monitor.
SELECT coalesce(wait_event_type, 'CPU') AS wait_type, coalesce(wait_event, 'computing') AS wait, count(*)::int AS sessions
FROM pg_stat_activity
WHERE state = 'active' AND pid <> pg_backend_pid()
GROUP BY 1, 2
ORDER BY sessions DESC
LIMIT 50
