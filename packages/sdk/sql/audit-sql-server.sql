-- The audit table of Sightglass: one row for each run (stage_id is empty) and one for each of its stages.
-- `auditTo` of the SDK inserts and updates by (run_id, stage_id); a server reads it as `preset: sightglass`. Times are UTC.
IF OBJECT_ID('sightglass_audit') IS NULL
CREATE TABLE sightglass_audit (
  run_id             nvarchar(200)  NOT NULL,
  stage_id           nvarchar(200)  NOT NULL DEFAULT '',
  stage              nvarchar(200)  NULL,
  pipeline_namespace nvarchar(200)  NOT NULL,
  pipeline           nvarchar(200)  NOT NULL,
  state              nvarchar(20)   NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'aborted')),
  started_at         datetime2(3)   NOT NULL,
  finished_at        datetime2(3)   NULL,
  duration_ms        float          NULL,
  -- NULL where nobody counted. read = written + rejected + filtered + deduplicated + unmatched, or rows are missing or extra.
  rows_read          bigint         NULL,
  rows_written       bigint         NULL,
  rows_rejected      bigint         NULL,
  rows_filtered      bigint         NULL,
  rows_deduplicated  bigint         NULL,
  rows_unmatched     bigint         NULL,
  [file]             nvarchar(1000) NULL,
  error_type         nvarchar(200)  NULL,
  error              nvarchar(max)  NULL,
  host               nvarchar(200)  NULL,
  service_version    nvarchar(200)  NULL,
  updated_at         datetime2(3)   NOT NULL DEFAULT sysutcdatetime(),
  PRIMARY KEY (run_id, stage_id),
  INDEX sightglass_audit_updated_at (updated_at)
)
ELSE IF COLUMNPROPERTY(OBJECT_ID('sightglass_audit'), 'rows_read', 'AllowsNull') = 0 AND HAS_PERMS_BY_NAME('sightglass_audit', 'OBJECT', 'ALTER') = 1
BEGIN
  -- A table of before has 0 where nobody counted.
  ALTER TABLE sightglass_audit ALTER COLUMN rows_read bigint NULL;
  ALTER TABLE sightglass_audit ALTER COLUMN rows_written bigint NULL;
  ALTER TABLE sightglass_audit ALTER COLUMN rows_rejected bigint NULL;
  ALTER TABLE sightglass_audit ALTER COLUMN rows_filtered bigint NULL;
  ALTER TABLE sightglass_audit ALTER COLUMN rows_deduplicated bigint NULL;
  ALTER TABLE sightglass_audit ALTER COLUMN rows_unmatched bigint NULL;
END;
