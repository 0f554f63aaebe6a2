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
  -- read = written + rejected + filtered + deduplicated + unmatched, or rows are missing or extra.
  rows_read          bigint           NOT NULL DEFAULT 0,
  rows_written       bigint           NOT NULL DEFAULT 0,
  rows_rejected      bigint           NOT NULL DEFAULT 0,
  rows_filtered      bigint           NOT NULL DEFAULT 0,
  rows_deduplicated  bigint           NOT NULL DEFAULT 0,
  rows_unmatched     bigint           NOT NULL DEFAULT 0,
  file               text,
  error_type         text,
  error              text,
  host               text,
  service_version    text,
  updated_at         timestamptz      NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, stage_id)
);
CREATE INDEX IF NOT EXISTS sightglass_audit_updated_at ON sightglass_audit (updated_at);
