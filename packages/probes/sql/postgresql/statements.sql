-- Statements that took the most time in all. Needs CREATE EXTENSION pg_stat_statements and shared_preload_libraries. Needs pg_monitor.
SELECT queryid::text AS fingerprint, calls::float8 AS calls, total_exec_time AS total_ms, mean_exec_time AS mean_ms,
       max_exec_time AS max_ms, rows::float8 AS rows_in_all, shared_blks_read::float8 AS blocks_read, left(query, 1000) AS statement
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY total_exec_time DESC
LIMIT 30
