-- The audit table of Sightglass: one row for each run (stage_id is empty) and one for each of its stages.
-- `auditTo` of the SDK inserts and updates by (run_id, stage_id); a server reads it as `preset: sightglass`.
CREATE TABLE IF NOT EXISTS sightglass_audit (
  run_id             text             NOT NULL,
  stage_id           text             NOT NULL DEFAULT '',
  stage              text,
  pipeline_namespace text             NOT NULL,
  pipeline           text             NOT NULL,
  state              text             NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'aborted')),
  started_at         timestamptz      NOT NULL,
  finished_at        timestamptz,
  duration_ms        double precision,
  -- NULL where nobody counted. read = written + rejected + filtered + deduplicated + unmatched, or rows are missing or extra.
  rows_read          bigint,
  rows_written       bigint,
  rows_rejected      bigint,
  rows_filtered      bigint,
  rows_deduplicated  bigint,
  rows_unmatched     bigint,
  file               text,
  error_type         text,
  error              text,
  host               text,
  service_version    text,
  updated_at         timestamptz      NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, stage_id)
);
-- A table of before has 0 where nobody counted.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'sightglass_audit'::regclass AND attname = 'rows_read' AND attnotnull) THEN
    ALTER TABLE sightglass_audit
      ALTER rows_read DROP NOT NULL, ALTER rows_read DROP DEFAULT,
      ALTER rows_written DROP NOT NULL, ALTER rows_written DROP DEFAULT,
      ALTER rows_rejected DROP NOT NULL, ALTER rows_rejected DROP DEFAULT,
      ALTER rows_filtered DROP NOT NULL, ALTER rows_filtered DROP DEFAULT,
      ALTER rows_deduplicated DROP NOT NULL, ALTER rows_deduplicated DROP DEFAULT,
      ALTER rows_unmatched DROP NOT NULL, ALTER rows_unmatched DROP DEFAULT;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'sightglass_audit has 0 where nobody counted, until its owner runs this statement';
END $$;
CREATE INDEX IF NOT EXISTS sightglass_audit_updated_at ON sightglass_audit (updated_at);
