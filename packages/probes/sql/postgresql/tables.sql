-- Size and changes of the largest tables. The size is that of the last VACUUM or ANALYZE: asking for today's would wait for locks.
SELECT stat.schemaname AS schema, stat.relname AS relation, stat.n_live_tup::float8 AS live_rows,
       stat.n_dead_tup::float8 AS dead_rows, stat.n_tup_ins::float8 AS rows_inserted, stat.n_tup_upd::float8 AS rows_updated,
       stat.n_tup_del::float8 AS rows_deleted,
       (class.relpages::float8 * current_setting('block_size')::float8) AS bytes
FROM pg_stat_user_tables AS stat
JOIN pg_class AS class ON class.oid = stat.relid
ORDER BY bytes DESC, live_rows DESC
LIMIT 50
