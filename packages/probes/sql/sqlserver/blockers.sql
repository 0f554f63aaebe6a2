-- Who waits for a lock, and for whom; also for sessions that are idle in a transaction, and for what is no session (below 0). A traceparent "00-…" is a run of Sightglass.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (50) r.session_id AS blocked_pid, bs.program_name AS blocked_application, r.wait_time / 1000.0 AS seconds_waiting,
       LEFT(bt.text, 1000) AS blocked_statement, r.blocking_session_id AS blocker_pid,
       CASE r.blocking_session_id WHEN -2 THEN 'orphaned distributed transaction' WHEN -3 THEN 'deferred recovery'
         WHEN -4 THEN 'latch in transition' WHEN -5 THEN 'latch without an owner' ELSE s.program_name END AS blocker_application,
       s.login_name AS blocker_login, s.status AS blocker_state, s.open_transaction_count AS blocker_transactions,
       CAST(DATEDIFF_BIG(second, NULLIF(s.last_request_end_time, '19000101'), SYSDATETIME()) AS float) AS blocker_seconds_idle,
       (SELECT MAX(CAST(DATEDIFF_BIG(second, NULLIF(a.transaction_begin_time, '19000101'), SYSDATETIME()) AS float))
        FROM sys.dm_tran_session_transactions AS st JOIN sys.dm_tran_active_transactions AS a ON a.transaction_id = st.transaction_id
        WHERE st.session_id = s.session_id) AS blocker_transaction_seconds,
       CAST(SUBSTRING(s.context_info, 1, 55) AS varchar(55)) AS blocker_traceparent, LEFT(t.text, 1000) AS blocker_statement
FROM sys.dm_exec_requests AS r
JOIN sys.dm_exec_sessions AS bs ON bs.session_id = r.session_id
LEFT JOIN sys.dm_exec_sessions AS s ON s.session_id = r.blocking_session_id
LEFT JOIN sys.dm_exec_connections AS c ON c.session_id = s.session_id
OUTER APPLY sys.dm_exec_sql_text(r.sql_handle) AS bt
OUTER APPLY sys.dm_exec_sql_text(c.most_recent_sql_handle) AS t
WHERE r.blocking_session_id <> 0 AND r.blocking_session_id <> r.session_id
ORDER BY r.wait_time DESC
