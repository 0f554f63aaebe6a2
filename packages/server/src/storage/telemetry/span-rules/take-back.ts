import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { selectOf } from './views.ts';

export interface PipelineName {
  readonly namespace: string;
  readonly name: string;
}

/** A row that a rule made, and none of `others` makes. */
const madeBy = (id: string, others: readonly string[]): string =>
  `has(SpanRules, ${quote(id)}) AND NOT hasAny(SpanRules, [${others.map(quote).join(', ')}]::Array(String))`;

/** Of which pipelines the runs of a rule are. */
export const pipelinesOfRule = (telemetry: TelemetryClient, id: string): Promise<PipelineName[]> =>
  telemetry.rows<PipelineName>(
    `SELECT DISTINCT PipelineNamespace AS namespace, PipelineName AS name FROM runs WHERE has(SpanRules, ${quote(id)})`,
  );

const mostAtOnce = 100;

/**
 * Takes away the runs and stages that a rule made. Those that `others`, the ids of all other rules, make too stay. Broken off and begun again
 * with the same pipelines it ends as if it had not been.
 */
export const takeBackRuns = async (
  telemetry: TelemetryClient,
  id: string,
  others: readonly string[],
  pipelines: readonly PipelineName[],
): Promise<void> => {
  const made = madeBy(id, others);
  await remove(telemetry, 'stages', made);
  for (let at = 0; at < pipelines.length; at += mostAtOnce)
    await countDaysAgain(telemetry, pipelines.slice(at, at + mostAtOnce), made);
  // Last: what the server has in its memory of pipelines is read anew when runs have gone.
  await remove(telemetry, 'runs', made);
};

const remove = (telemetry: TelemetryClient, table: string, where: string): Promise<void> =>
  telemetry.execute(`ALTER TABLE ${table} DELETE WHERE ${where} SETTINGS mutations_sync = 1`);

/** Days of pipelines anew, out of the runs that they keep. */
const countDaysAgain = async (
  telemetry: TelemetryClient,
  pipelines: readonly PipelineName[],
  made: string,
): Promise<void> => {
  const names = pipelines.map(({ namespace, name }) => `(${quote(namespace)}, ${quote(name)})`).join(', ');
  const theirs = `(PipelineNamespace, PipelineName) IN (${names})`;
  await remove(telemetry, 'pipeline_days', theirs);
  const { columns, select } = await selectOf(telemetry, 'pipeline_days_of_runs', 'runs', `${theirs} AND NOT (${made})`);
  await telemetry.execute(`INSERT INTO pipeline_days (${columns}) SELECT ${columns} FROM (${select})`);
};
