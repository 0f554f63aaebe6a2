import { quote } from '../../../storage/telemetry/literal.ts';
import { oncePerReader } from '../../../storage/telemetry/reader.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';

/** How each column of `runs` is folded, as migrations declare it. */
export const foldOfColumn = {
  ...foldedBy('min', 'StartedAt FirstSeenAt LeastLagMs'),
  ...foldedBy('minMap', 'ProgramsSince'),
  ...foldedBy('maxMap', 'ProgramsUntil'),
  ...foldedBy(
    'max',
    `PipelineName LastEventAt LastSeenAt HeartbeatIntervalMs NotAnswering PipelineOwner PipelineCriticality PipelineSchedule PipelineTimeZone
     PipelineDeadline PipelineEmpty RunTrigger ParentRunId CommandArgs TraceId ServiceName Environment Version Host ProcessId CpuTimeMs PeakRssBytes
     PeakHeapBytes EventLoopDelayP99Ms Finish Reported Missed StartSeen`,
  ),
} as const;

/**
 * What to select runs from, one row each. That is `runs FINAL`, unless some events of a pipeline name its namespace and others do not
 * (`KeyNamespace` is empty): those that do not are folded into the run of their pipeline and id in `default`, else into the only one
 * there is, unless both have started; then there are two.
 */
export const foldedRuns = (telemetry: TelemetryClient): Promise<string> =>
  oncePerReader(known, () => readFolded(telemetry));

const known = new WeakMap<AbortSignal, Promise<string>>();

const readFolded = async (telemetry: TelemetryClient): Promise<string> => {
  const mixed = await telemetry.rows<{ name: string }>(
    `WITH unnamed AS (SELECT PipelineName FROM unnamed_pipelines)
     SELECT DISTINCT PipelineName AS name FROM pipeline_days
     WHERE PipelineName IN (SELECT PipelineName FROM unnamed) AND PipelineNamespace != '' LIMIT ${mostMixed}`,
  );
  return mixed.length === 0 ? 'runs FINAL' : twiceFolded(mixed.map(({ name }) => name));
};

/** Of more pipelines the namespace counts as each event says it. */
const mostMixed = 500;

const columns = Object.entries(foldOfColumn);
const folds = columns.map(([name, fold]) => `${fold}(${name}) AS ${name}`).join(', ');
const names = columns.map(([name]) => name).join(', ');

const twiceFolded = (mixed: readonly string[]): string => {
  const listed = mixed.map(quote).join(', ');
  return `(
    SELECT RunId, KeyNamespace, PipelineNamespace, ${names} FROM runs FINAL WHERE PipelineName NOT IN (${listed})
    UNION ALL
    SELECT RunId, min(KeyNamespace) AS KeyNamespace, Owner AS PipelineNamespace, ${folds}
    FROM (
      SELECT *, countIf(KeyNamespace != '') OVER run AS named, countIf(KeyNamespace = 'default') OVER run AS defaults, max(KeyNamespace) OVER run AS last,
        sum(StartSeen) OVER run AS started,
        multiIf(KeyNamespace != '', KeyNamespace, defaults = 0 AND named = 1 AND started < 2, last, 'default') AS Owner
      FROM runs FINAL WHERE PipelineName IN (${listed}) WINDOW run AS (PARTITION BY RunId, PipelineName)
    )
    GROUP BY RunId, KeyPipeline, Owner
  )`;
};

function foldedBy(fold: string, columnNames: string): Readonly<Record<string, string>> {
  return Object.fromEntries(columnNames.split(/\s+/u).map((name) => [name, fold]));
}
