import { auditColumns } from '@sightglass/model';
import type { AuditColumnNames } from './mapping.ts';
import type { DurationUnit } from './rows/duration-text.ts';
import type { WordMeaning } from './rows/state-words.ts';

/** How a table that many have is read. */
export interface AuditPreset {
  readonly columns: AuditColumnNames;
  readonly cursor: { readonly column: string };
  readonly states?: Readonly<Partial<Record<WordMeaning, readonly string[]>>>;
  readonly durationUnit?: DurationUnit;
  readonly only?: Readonly<Record<string, string>>;
  /** Columns that a table must have to be taken for it; all that are read unless given. */
  readonly knownBy?: readonly string[];
}

const { updatedAt, ...columns } = auditColumns;

/** By name. */
export const auditPresets = {
  /** The table `auditTo` of the SDK writes. */
  sightglass: { columns, cursor: { column: updatedAt } },
  /** Log of Integration Services: a row for each event. An OnError is not undone by the PackageEnd that follows. */
  ssis: {
    columns: {
      runId: 'executionid',
      pipeline: 'source',
      startedAt: 'starttime',
      event: 'event',
      error: 'message',
      host: 'computer',
    },
    cursor: { column: 'id' },
    states: {
      running: ['PackageStart'],
      succeeded: ['PackageEnd'],
      failed: ['OnError', 'OnTaskFailed'],
      aborted: ['OnQueryCancel'],
      ignored: [
        'OnWarning',
        'OnInformation',
        'OnPreExecute',
        'OnPostExecute',
        'OnPreValidate',
        'OnPostValidate',
        'OnProgress',
        'OnVariableValueChanged',
        'OnExecStatusChanged',
        'OnPipelineRowsSent',
        'OnPipelinePreExecute',
        'OnPipelinePostExecute',
        'OnPipelinePreEndOfRowset',
        'OnPipelinePostEndOfRowset',
        'PipelineExecutionPlan',
        'PipelineExecutionTrees',
        'PipelineInitialization',
        'BufferSizeTuning',
        'Diagnostic',
        'DiagnosticEx',
      ],
    },
  },
  /** `msdb.dbo.sysjobhistory`: step 0 is the job itself. A view that joins `sysjobs` may name the job as `job_name`. */
  'sql-agent': {
    columns: {
      runId: 'instance_id',
      pipeline: 'job_id',
      startedAt: 'run_date',
      startedTime: 'run_time',
      duration: 'run_duration',
      state: 'run_status',
      error: 'message',
      host: 'server',
    },
    cursor: { column: 'instance_id' },
    states: { failed: ['0'], succeeded: ['1'], running: ['2', '4'], aborted: ['3'] },
    durationUnit: 'hhmmss',
    only: { step_id: '0' },
  },
  /** `ADFPipelineRun`, as the diagnostic settings of a factory export it. */
  'azure-data-factory': {
    columns: {
      runId: 'RunId',
      pipeline: 'PipelineName',
      startedAt: 'Start',
      finishedAt: 'End',
      state: 'Status',
      error: 'ErrorMessage',
    },
    cursor: { column: 'TimeGenerated' },
  },
  /** `dag_run` of Airflow's own database. Its `run_id` is the same in many DAGs, its `id` is not. */
  airflow: {
    columns: { runId: 'id', pipeline: 'dag_id', startedAt: 'start_date', finishedAt: 'end_date', state: 'state' },
    cursor: { column: 'id' },
    knownBy: ['id', 'dag_id', 'run_id', 'run_type', 'start_date', 'end_date', 'state'],
  },
  /** `dbt_run_results` of the package elementary: a run for each model. */
  'dbt-elementary': {
    columns: {
      runId: 'model_execution_id',
      pipeline: 'name',
      startedAt: 'execute_started_at',
      finishedAt: 'execute_completed_at',
      state: 'status',
      written: 'rows_affected',
      error: 'message',
    },
    cursor: { column: 'created_at' },
    states: { succeeded: ['no-op'], warned: ['warn'], aborted: ['skipped'], failed: ['partial success'] },
  },
  /** `fct_dbt__model_executions` of the package dbt_artifacts: a run for each model. */
  'dbt-artifacts': {
    columns: {
      runId: 'model_execution_id',
      pipeline: 'name',
      startedAt: 'compile_started_at',
      finishedAt: 'query_completed_at',
      state: 'status',
      written: 'rows_affected',
      error: 'message',
    },
    cursor: { column: 'run_started_at' },
    states: { succeeded: ['no-op'], warned: ['warn'], aborted: ['skipped'], failed: ['partial success'] },
  },
} as const satisfies Readonly<Record<string, AuditPreset>>;

export type PresetName = keyof typeof auditPresets;
export const presetNames = Object.keys(auditPresets) as PresetName[];

/** The preset a table of these columns is read by; undefined when it is none that many have. */
export const presetOf = (names: readonly string[]): PresetName | undefined => {
  const there = new Set(names);
  return presetNames.find((name) => {
    const preset: AuditPreset = auditPresets[name];
    const needed = preset.knownBy ?? [...Object.values(preset.columns), preset.cursor.column];
    return needed.every((column) => column !== undefined && there.has(column));
  });
};

/** The columns of a preset that the table has, and the name of a job where a view gives it. */
export const presetColumns = (name: PresetName, there: readonly string[]): AuditColumnNames => {
  const preset: AuditPreset = auditPresets[name];
  const hasJobName = name === 'sql-agent' && there.includes('job_name');
  return hasJobName ? { ...preset.columns, pipeline: 'job_name' } : preset.columns;
};
