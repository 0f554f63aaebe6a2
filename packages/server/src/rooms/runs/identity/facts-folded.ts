import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import { quote } from '../../../storage/telemetry/literal.ts';
import { oncePerReader } from '../../../storage/telemetry/reader.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';

/** How each column of `runs` is folded, as migrations declare it. */
export const foldOfColumn = {
  ...foldedBy('min', 'StartedAt FirstSeenAt LeastLagMs'),
  ...foldedBy('minMap', 'ProgramsSince'),
  ...foldedBy('maxMap', 'ProgramsUntil'),
  ...foldedBy('groupUniqArrayArray', 'SpanRules'),
  ...foldedBy(
    'max',
    `PipelineName LastEventAt LastSeenAt HeartbeatIntervalMs NotAnswering PipelineOwner PipelineCriticality PipelineSchedule PipelineTimeZone
     PipelineDeadline PipelineEmpty RunTrigger ParentRunId CommandArgs TraceId ServiceName Environment Version Host ProcessId CpuTimeMs PeakRssBytes
     PeakHeapBytes EventLoopDelayP99Ms Finish Reported Missed StartSeen`,
  ),
} as const;

/**
 * Rows of a SELECT from folded runs, one each: `sqlOf` is given what to select them from. That is the fold of `runs`, unless some events of a
 * pipeline name its namespace and others do not (`KeyNamespace` is empty): those that do not are folded into the run of their pipeline
 * and id in `default`, else into the only one there is, unless both have started; then there are two.
 *
 * Which pipelines these are seldom changes: it is read at the same time, and the SELECT is made again where it has.
 */
export const rowsOfRuns = async <Row>(
  telemetry: TelemetryClient,
  sqlOf: (folded: FoldedRuns) => string,
  parameters: QueryParameters = {},
): Promise<Row[]> => {
  const known = knownSources.get(telemetry) ?? { mixed: '', version: undefined };
  const read = (mixed: string) => telemetry.rows<Row>(sqlOf(foldOf(mixed)), parameters);
  const version = await telemetry.version();
  if (version !== undefined && version === known.version) return read(known.mixed);
  const [now, rows] = await Promise.all([oncePerReader(ofReaders, () => readSource(telemetry)), read(known.mixed)]);
  knownSources.set(telemetry, now);
  return now.mixed === known.mixed ? rows : read(now.mixed);
};

/**
 * What follows FROM. `ofKey` holds of the runs that are wanted, by `RunId` and `KeyPipeline` alone: a run has one of each, so that others
 * need not be folded, nor read but for their keys.
 */
export type FoldedRuns = (ofKey?: string) => string;

interface Source {
  /** Names of such pipelines as SQL; empty without any. */
  readonly mixed: string;
  /** Of the store, when it was read. */
  readonly version: string | undefined;
}

const ofReaders = new WeakMap<AbortSignal, Promise<Source>>();
const knownSources = new WeakMap<TelemetryClient, Source>();

const readSource = async (telemetry: TelemetryClient): Promise<Source> => {
  const version = await telemetry.version();
  const mixed = await telemetry.rows<{ name: string }>(
    `WITH unnamed AS (SELECT PipelineName FROM unnamed_pipelines)
     SELECT DISTINCT PipelineName AS name FROM pipeline_days
     WHERE PipelineName IN (SELECT PipelineName FROM unnamed) AND PipelineNamespace != '' ORDER BY name LIMIT ${mostMixed}`,
  );
  return { mixed: mixed.map(({ name }) => quote(name)).join(', '), version };
};

const foldOf =
  (mixed: string): FoldedRuns =>
  (ofKey) => {
    const source = ofKey === undefined ? 'runs FINAL' : `runs FINAL PREWHERE ${ofKey}`;
    return mixed === '' ? source : twiceFolded(source, mixed);
  };

/** Of more pipelines the namespace counts as each event says it. */
const mostMixed = 500;

const columns = Object.entries(foldOfColumn);
const folds = columns.map(([name, fold]) => `${fold}(${name}) AS ${name}`).join(', ');
const names = columns.map(([name]) => name).join(', ');

const twiceFolded = (source: string, mixed: string): string => `(
    SELECT RunId, KeyNamespace, PipelineNamespace, ${names} FROM ${source} WHERE PipelineName NOT IN (${mixed})
    UNION ALL
    SELECT RunId, min(KeyNamespace) AS KeyNamespace, Owner AS PipelineNamespace, ${folds}
    FROM (
      SELECT *, countIf(KeyNamespace != '') OVER run AS named, countIf(KeyNamespace = 'default') OVER run AS defaults, max(KeyNamespace) OVER run AS last,
        sum(StartSeen) OVER run AS started,
        multiIf(KeyNamespace != '', KeyNamespace, defaults = 0 AND named = 1 AND started < 2, last, 'default') AS Owner
      FROM ${source} WHERE PipelineName IN (${mixed}) WINDOW run AS (PARTITION BY RunId, PipelineName)
    )
    GROUP BY RunId, KeyPipeline, Owner
  )`;

function foldedBy(fold: string, columnNames: string): Readonly<Record<string, string>> {
  return Object.fromEntries(columnNames.split(/\s+/u).map((name) => [name, fold]));
}
