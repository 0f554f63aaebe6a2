-- Commits, rollbacks, deadlocks since the statistics were reset, and how many connections are taken (null for a login that may not see
-- the sessions of others: GRANT pg_monitor).
SELECT datname AS name, pg_is_in_recovery() AS standby, xact_commit::float8 AS commits, xact_rollback::float8 AS rollbacks,
       deadlocks::float8 AS deadlocks, temp_bytes::float8 AS temporary_bytes,
       blks_hit::float8 / nullif(blks_hit + blks_read, 0) AS cache_hit_ratio,
       (SELECT CASE WHEN count(*) FILTER (WHERE usesysid IS NOT NULL AND backend_type IS NULL) = 0
                    THEN count(*) FILTER (WHERE backend_type = 'client backend') END::int FROM pg_stat_activity) AS connections,
       current_setting('max_connections')::int AS max_connections
FROM pg_stat_database
WHERE datname = current_database()
