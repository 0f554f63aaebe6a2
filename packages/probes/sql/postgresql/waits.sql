-- What active sessions wait for at this moment; without a wait they compute. Where track_activities is off, a session that waits for its
-- program is idle. Needs pg_monitor.
SELECT coalesce(wait_event_type, 'CPU') AS wait_type, coalesce(wait_event, 'computing') AS wait, count(*)::int AS sessions
FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND (state IN ('active', 'fastpath function call')
  OR (state = 'disabled' AND backend_type = 'client backend' AND wait_event_type IS DISTINCT FROM 'Client'))
GROUP BY 1, 2
ORDER BY sessions DESC
LIMIT 50
