import type { AuditColumnNames } from './mapping.ts';
import type { ColumnKind } from './table.ts';

export type Field = keyof AuditColumnNames;

interface FieldWords {
  readonly field: Field;
  readonly kinds: readonly ColumnKind[];
  /** Names a column of this meaning goes by, best first; case and underscores do not count. */
  readonly names: readonly string[];
}

const instant = ['time', 'number', 'text'] as const;
const count = ['number'] as const;
const words = ['text', 'other'] as const;
const key = ['number', 'text', 'other'] as const;

const rows = (...verbs: string[]): string[] =>
  verbs.flatMap((verb) => [
    `rows_${verb}`,
    `row_count_${verb}`,
    `${verb}_rows`,
    `records_${verb}`,
    `${verb}_records`,
    `cnt_${verb}`,
    `${verb}_count`,
    `${verb}_cnt`,
    `num_${verb}`,
    `n_${verb}`,
  ]);

/** In the order they choose: what is rarely anything else comes first. */
export const columnWords: readonly FieldWords[] = [
  {
    field: 'runId',
    kinds: key,
    names: [
      'run_id',
      'job_run_id',
      'pipeline_run_id',
      'execution_id',
      'exec_id',
      'job_execution_id',
      'batch_id',
      'load_id',
      'process_run_id',
      'session_id',
      'run_key',
      'job_id',
      'audit_id',
      'log_id',
      'audit_key',
      'id',
    ],
  },
  {
    field: 'startedAt',
    kinds: instant,
    names: [
      'started_at',
      'start_ts',
      'start_time',
      'start_timestamp',
      'start_date',
      'start_dt',
      'start_datetime',
      'started',
      'begun_at',
      'begin_time',
      'begin_ts',
      'begun',
      'run_start',
      'job_start',
      'load_start',
      'execution_start',
      'start',
      'begin',
      'run_date',
      'load_date',
      'created_at',
    ],
  },
  {
    field: 'finishedAt',
    kinds: instant,
    names: [
      'finished_at',
      'ended_at',
      'end_ts',
      'end_time',
      'end_timestamp',
      'end_date',
      'end_dt',
      'end_datetime',
      'finish_time',
      'finish_ts',
      'finished',
      'ended',
      'completed_at',
      'completed',
      'stop_time',
      'run_end',
      'job_end',
      'load_end',
      'execution_end',
      'end',
      'finish',
    ],
  },
  { field: 'durationMs', kinds: count, names: ['duration_ms', 'elapsed_ms', 'runtime_ms'] },
  { field: 'stageId', kinds: key, names: ['stage_id', 'step_id', 'task_id'] },
  {
    field: 'stage',
    kinds: words,
    names: ['stage', 'stage_name', 'step', 'step_name', 'phase', 'task', 'task_name', 'component'],
  },
  {
    field: 'pipeline',
    kinds: words,
    names: [
      'pipeline',
      'pipeline_name',
      'job_name',
      'job',
      'process_name',
      'process',
      'package_name',
      'package',
      'workflow',
      'workflow_name',
      'dag_id',
      'mapping_name',
      'procedure_name',
      'flow_name',
      'name',
    ],
  },
  {
    field: 'namespace',
    kinds: words,
    names: ['pipeline_namespace', 'namespace', 'project', 'folder_name', 'subject_area', 'domain'],
  },
  {
    field: 'state',
    kinds: ['text', 'number', 'other'],
    names: [
      'state',
      'status',
      'run_status',
      'job_status',
      'load_status',
      'execution_status',
      'status_code',
      'status_cd',
      'result',
      'outcome',
      'success_flag',
      'success',
      'is_success',
    ],
  },
  {
    field: 'read',
    kinds: count,
    names: [...rows('read', 'in', 'extracted', 'source', 'src', 'input', 'received'), 'source_count'],
  },
  {
    field: 'rejected',
    kinds: count,
    names: [...rows('rejected', 'reject', 'rej', 'bad', 'error', 'invalid', 'failed'), 'rejects', 'rejected'],
  },
  { field: 'filtered', kinds: count, names: rows('filtered', 'skipped', 'ignored') },
  { field: 'deduplicated', kinds: count, names: rows('deduplicated', 'duplicate', 'dup', 'dedup') },
  { field: 'unmatched', kinds: count, names: rows('unmatched', 'orphan') },
  {
    field: 'written',
    kinds: count,
    names: [
      ...rows('written', 'out', 'loaded', 'inserted', 'target', 'tgt', 'output', 'affected', 'processed'),
      'row_count',
      'rows',
      'rowcount',
      'record_count',
      'loaded',
    ],
  },
  { field: 'errorType', kinds: words, names: ['error_type', 'error_code', 'exception_type', 'error_class'] },
  {
    field: 'error',
    kinds: words,
    names: [
      'error',
      'error_message',
      'error_msg',
      'error_text',
      'error_desc',
      'error_description',
      'err_msg',
      'err',
      'exception',
      'exception_message',
      'failure_reason',
      'message',
      'msg',
    ],
  },
  {
    field: 'file',
    kinds: words,
    names: ['file', 'file_name', 'filename', 'file_path', 'source_file', 'src_file', 'input_file', 'source_file_name'],
  },
  { field: 'host', kinds: words, names: ['host', 'host_name', 'server', 'server_name', 'machine', 'machine_name'] },
  { field: 'version', kinds: words, names: ['service_version', 'version', 'code_version', 'package_version'] },
];

/** Of times of the last change, best first. */
export const changeWords = [
  'updated_at',
  'modified_at',
  'last_updated',
  'last_modified',
  'updated',
  'update_ts',
  'upd_ts',
  'changed_at',
  'update_time',
  'last_update',
  'last_update_date',
  'modified_date',
  'dw_updated_at',
];

export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
