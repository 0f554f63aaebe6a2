-- Transactions that are open, the oldest first: they hold locks and keep the log from being reused.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (50) s.session_id AS pid, s.program_name AS application, s.login_name AS login, s.status AS state,
       CAST(DATEDIFF_BIG(second, NULLIF(a.transaction_begin_time, '19000101'), SYSDATETIME()) AS float) AS seconds_open,
       CASE WHEN s.status = 'sleeping'
            THEN CAST(DATEDIFF_BIG(second, NULLIF(s.last_request_end_time, '19000101'), SYSDATETIME()) AS float) ELSE 0 END AS seconds_idle,
       CAST(SUBSTRING(s.context_info, 1, 55) AS varchar(55)) AS traceparent, LEFT(t.text, 1000) AS statement
FROM sys.dm_tran_session_transactions AS st
JOIN sys.dm_tran_active_transactions AS a ON a.transaction_id = st.transaction_id
JOIN sys.dm_exec_sessions AS s ON s.session_id = st.session_id
LEFT JOIN sys.dm_exec_connections AS c ON c.session_id = s.session_id
OUTER APPLY sys.dm_exec_sql_text(c.most_recent_sql_handle) AS t
WHERE s.session_id <> @@SPID
ORDER BY seconds_open DESC
