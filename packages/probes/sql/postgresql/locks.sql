-- Locks on tables of this database, held and awaited.
SELECT class.relname AS relation, lock.mode, lock.granted, count(*)::int AS locks
FROM pg_locks AS lock
JOIN pg_class AS class ON class.oid = lock.relation
JOIN pg_database AS database ON database.oid = lock.database
WHERE database.datname = current_database() AND lock.pid <> pg_backend_pid() AND class.relkind IN ('r', 'p', 'm')
GROUP BY 1, 2, 3
ORDER BY lock.granted, locks DESC
LIMIT 100
