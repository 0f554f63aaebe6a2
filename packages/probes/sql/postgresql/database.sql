-- Commits, rollbacks, deadlocks since the statistics were reset, and how many connections are taken.
SELECT datname AS name, pg_is_in_recovery() AS standby, xact_commit::float8 AS commits, xact_rollback::float8 AS rollbacks,
       deadlocks::float8 AS deadlocks, temp_bytes::float8 AS temporary_bytes,
       blks_hit::float8 / nullif(blks_hit + blks_read, 0) AS cache_hit_ratio,
       (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int AS max_connections
FROM pg_stat_database
WHERE datname = current_database()
