-- State of the database, what keeps its log from being reused, transactions and deadlocks since the start of the server.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT d.name, d.state_desc AS state, d.is_read_only AS standby, d.log_reuse_wait_desc AS log_reuse_wait,
       (SELECT CAST(MAX(cntr_value) AS float) FROM sys.dm_os_performance_counters
        WHERE counter_name = 'Transactions/sec' AND RTRIM(instance_name) COLLATE DATABASE_DEFAULT = d.name COLLATE DATABASE_DEFAULT) AS commits,
       (SELECT CAST(MAX(cntr_value) AS float) FROM sys.dm_os_performance_counters
        WHERE counter_name = 'Number of Deadlocks/sec' AND RTRIM(instance_name) = '_Total') AS deadlocks,
       (SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE is_user_process = 1) AS connections, @@MAX_CONNECTIONS AS max_connections
FROM sys.databases AS d
WHERE d.database_id = DB_ID()
