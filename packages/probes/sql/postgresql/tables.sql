-- Size and changes of the largest tables. Sizes, with indexes and TOAST, are those of the last VACUUM or ANALYZE, and null before the
-- first: asking for today's would wait for locks. A crash resets the statistics; until they are kept again the catalogue's rows count.
SELECT stat.schemaname AS schema, stat.relname AS relation,
       (CASE WHEN COALESCE(last_vacuum, last_autovacuum, last_analyze, last_autoanalyze) IS NULL
             THEN GREATEST(stat.n_live_tup, class.reltuples) ELSE stat.n_live_tup END)::float8 AS live_rows,
       stat.n_dead_tup::float8 AS dead_rows, stat.n_tup_ins::float8 AS rows_inserted, stat.n_tup_upd::float8 AS rows_updated,
       stat.n_tup_del::float8 AS rows_deleted,
       CASE WHEN class.reltuples >= 0 AND (class.relpages > 0 OR stat.n_live_tup = 0)
            THEN (class.relpages + COALESCE(toast.relpages, 0) + COALESCE(indexes.pages, 0))::float8 * current_setting('block_size')::float8
            END AS bytes
FROM pg_stat_user_tables AS stat
JOIN pg_class AS class ON class.oid = stat.relid
LEFT JOIN pg_class AS toast ON toast.oid = class.reltoastrelid
LEFT JOIN LATERAL (
  SELECT SUM(index.relpages) AS pages
  FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
  WHERE indrelid IN (class.oid, toast.oid)
) AS indexes ON true
ORDER BY bytes DESC NULLS LAST, live_rows DESC
LIMIT 50
