-- Who is connected, from where, and doing what; the longest since its last request first.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (100) s.session_id AS pid, s.login_name AS login, s.program_name AS application, s.host_name AS client, s.status AS state,
       r.wait_type, CAST(DATEDIFF_BIG(second, NULLIF(s.last_request_start_time, '19000101'), SYSDATETIME()) AS float)
       AS seconds_in_state,
       CAST(SUBSTRING(s.context_info, 1, 55) AS varchar(55)) AS traceparent, LEFT(t.text, 1000) AS statement
FROM sys.dm_exec_sessions AS s
LEFT JOIN sys.dm_exec_requests AS r ON r.session_id = s.session_id
OUTER APPLY sys.dm_exec_sql_text(r.sql_handle) AS t
WHERE s.is_user_process = 1 AND s.session_id <> @@SPID
ORDER BY seconds_in_state DESC
