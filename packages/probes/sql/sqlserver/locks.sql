-- Locks of this database, held and awaited.
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (100) l.resource_type AS relation, l.request_mode AS mode, CASE l.request_status WHEN 'GRANT' THEN 1 ELSE 0 END AS granted,
       COUNT(*) AS locks
FROM sys.dm_tran_locks AS l
WHERE l.resource_database_id = DB_ID() AND l.request_session_id <> @@SPID AND l.resource_type <> 'DATABASE'
GROUP BY l.resource_type, l.request_mode, l.request_status
ORDER BY granted, locks DESC
