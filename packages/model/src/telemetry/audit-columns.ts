/** Columns of the audit table the SDK writes and a server reads as `preset: sightglass`: a row for each run, and one for each of its stages. */
export const auditColumns = {
  runId: 'run_id',
  /** Empty in the row of the run itself. */
  stageId: 'stage_id',
  stage: 'stage',
  namespace: 'pipeline_namespace',
  pipeline: 'pipeline',
  state: 'state',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  durationMs: 'duration_ms',
  read: 'rows_read',
  written: 'rows_written',
  rejected: 'rows_rejected',
  filtered: 'rows_filtered',
  deduplicated: 'rows_deduplicated',
  unmatched: 'rows_unmatched',
  file: 'file',
  errorType: 'error_type',
  error: 'error',
  host: 'host',
  version: 'service_version',
  /** When the row was last written, by the database's clock. */
  updatedAt: 'updated_at',
} as const;

/** What the row of a run or stage may say of it. */
export const rowStates = ['running', 'succeeded', 'failed', 'aborted'] as const;
export type RowState = (typeof rowStates)[number];

export const defaultAuditTable = 'sightglass_audit';
