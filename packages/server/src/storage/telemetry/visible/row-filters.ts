import { quote } from '../literal.ts';
import { type NameColumns, pipelineSql } from './pipeline-sql.ts';
import { allOf, anyOf, likeSql } from './pattern-sql.ts';
import type { VisiblePart } from './visible-part.ts';

/** For each table, which of its rows are of a part, as a condition on a row. */
type RowFilter = (part: VisiblePart) => string;

const nothing: RowFilter = () => '0';

/** Of rows that name a pipeline in these columns. */
const ofPipeline =
  (columns: NameColumns): RowFilter =>
  (part) =>
    pipelineSql(part, columns);
const runId = 'RunId';
const ofKey = ofPipeline({ namespace: 'KeyNamespace', name: 'KeyPipeline', runId });
const ofKeyAndName = ofPipeline({ namespace: 'KeyNamespace', name: 'PipelineName', runId });
const ofNames = ofPipeline({ namespace: 'PipelineNamespace', name: 'PipelineName', runId });
/** Of what is summed over runs. */
const ofSums = ofPipeline({ namespace: 'PipelineNamespace', name: 'PipelineName' });

/** Of records: those of a pipeline by that alone, others by their service. */
const orOfService =
  (ofPipelines: RowFilter): RowFilter =>
  (part) =>
    anyOf([ofPipelines(part), allOf(["PipelineName = ''", likeSql(part.services, 'ServiceName')])]);
const ofRecord = orOfService(ofNames);
const ofSummedRecords = orOfService(ofSums);

/**
 * Every table of the engine: a test compares this list with the schema. Rows that say neither pipeline nor service are in nobody's part, and
 * neither is what has no row filter here.
 */
export const rowFilters: Readonly<Record<string, RowFilter>> = {
  logs: ofRecord,
  spans: ofRecord,
  metric_points: ofRecord,
  logs_per_minute: ofSummedRecords,
  trace_times: ofSummedRecords,
  spans_per_service: ofSummedRecords,
  points_per_metric: ofSummedRecords,

  runs: ofKey,
  unfinished_runs: ofKey,
  stage_rejections: ofKey,
  // Stages made of spans have no pipeline: they are of the run that was made of their trace, if rules that make such runs made them too.
  stages: (part) =>
    anyOf([
      ofKey(part),
      `KeyPipeline = '' AND length(RunId) = 32 AND RunId IN (SELECT RunId FROM runs WHERE TraceId = RunId)
        AND hasAny(SpanRules, (SELECT groupUniqArrayArray(SpanRules) FROM runs WHERE TraceId = RunId))`,
    ]),
  pipeline_days: ofSums,
  unnamed_pipelines: () => 'PipelineName IN (SELECT PipelineName FROM pipeline_days)',

  dataset_uses: ofKeyAndName,
  checked_files: ofKeyAndName,
  check_results: ofKeyAndName,
  file_profiles: ofNames,

  dependency_calls: ofKey,
  dependency_call_minutes: ofKey,
  dependency_rows: ofKey,
  dependency_callers: ofSums,
  dependency_breakers: ofNames,
  dependency_probes: ({ systems }) => likeSql(systems, 'Dependency'),
  database_statements: ofNames,
  database_transactions: ofNames,

  // The pipeline of a rule may be a template, so its namespace counts.
  span_rules: ({ namespaces }) => likeSql(namespaces, 'PipelineNamespace'),

  // Rows only pass through these.
  logs_with_events: nothing,
  logs_with_run_events: nothing,
  spans_by_rules: nothing,
  // What is being erased.
  erasing: nothing,
  run_events: nothing,
  work_events: nothing,
  redactions: nothing,
  schema_migrations: nothing,
};

/**
 * `additional_table_filters` of a part for tables of `database`: whatever a query reads of these, it reads through them. Of `tables` that have no
 * filter here nothing is read.
 */
export const rowFiltersSql = (part: VisiblePart, database: string, tables: readonly string[]): string => {
  const unknown = tables.filter((table) => !Object.hasOwn(rowFilters, table)).map((table) => [table, nothing] as const);
  // By its full name: no alias in a query can be taken for it.
  const entries = [...Object.entries(rowFilters), ...unknown].map(
    ([table, filter]) => `${quote(`${database}.${table}`)}: ${quote(filter(part))}`,
  );
  return `{${entries.join(', ')}}`;
};
