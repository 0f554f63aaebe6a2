-- Size of the largest tables, of those the login may see (VIEW DEFINITION shows all).
-- Not verified against a real SQL Server yet. Needs VIEW SERVER STATE (2022: VIEW SERVER PERFORMANCE STATE).
SELECT TOP (50) sc.name AS [schema], o.name AS relation,
       CAST(SUM(CASE WHEN p.index_id < 2 THEN p.row_count ELSE 0 END) AS float) AS live_rows, SUM(p.reserved_page_count) * 8192.0 AS bytes
FROM sys.dm_db_partition_stats AS p
JOIN sys.objects AS o ON o.object_id = p.object_id
JOIN sys.schemas AS sc ON sc.schema_id = o.schema_id
WHERE o.is_ms_shipped = 0
GROUP BY sc.name, o.name
ORDER BY bytes DESC
