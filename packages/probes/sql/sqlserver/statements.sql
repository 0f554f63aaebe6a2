-- Statements in the plan cache that took the most time in all, by query hash.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (30) CONVERT(varchar(18), q.query_hash, 1) AS fingerprint, CAST(q.execution_count AS float) AS calls, q.total_elapsed_time / 1000.0 AS total_ms,
       q.total_elapsed_time / 1000.0 / q.execution_count AS mean_ms, q.max_elapsed_time / 1000.0 AS max_ms, CAST(q.total_rows AS float) AS rows_in_all,
       CAST(q.total_logical_reads AS float) AS blocks_read, LEFT(t.text, 1000) AS statement
FROM sys.dm_exec_query_stats AS q
CROSS APPLY sys.dm_exec_sql_text(q.sql_handle) AS t
ORDER BY q.total_elapsed_time DESC
