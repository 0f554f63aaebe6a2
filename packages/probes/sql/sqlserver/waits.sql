-- What sessions wait for at this moment.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (50) w.wait_type, COUNT(*) AS sessions, MAX(w.wait_duration_ms) / 1000.0 AS longest_seconds
FROM sys.dm_os_waiting_tasks AS w
JOIN sys.dm_exec_sessions AS s ON s.session_id = w.session_id
WHERE s.is_user_process = 1 AND w.session_id <> @@SPID
GROUP BY w.wait_type
ORDER BY sessions DESC
