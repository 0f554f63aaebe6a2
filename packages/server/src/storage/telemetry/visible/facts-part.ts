import { keptFor } from '../../../schedule/kept-for.ts';
import type { TelemetryClient } from '../client.ts';
import { forNobody } from '../reader.ts';
import { isLike, type MixedPipeline, type NamedPipeline, type VisiblePart } from './visible-part.ts';

/** Patterns of what is somebody's own. */
export interface OwnPatterns extends Pick<VisiblePart, 'namespaces' | 'services' | 'systems'> {
  readonly owners: readonly string[];
}

export interface ConfiguredOwner extends NamedPipeline {
  readonly owner?: string | undefined;
}

interface Declared extends NamedPipeline {
  readonly owner: string;
}

/** So long it may be before a pipeline that has changed its owner is seen by the new one, and by the old one no more. */
const keptForMs = 10_000;
/** Of all owners together, by name. */
const mostPipelines = 1_000;

/** Finds what patterns stand for now. `configured` owners go before those that telemetry declares. Raises ClickHouseError. */
export const createPartFinder = (telemetry: TelemetryClient, configured: readonly ConfiguredOwner[]) => {
  const configuredKeys = new Set(configured.flatMap((one) => (one.owner === undefined ? [] : [keyOf(one)])));
  const mixed = keptFor(keptForMs, () => forNobody(() => readMixed(telemetry)));
  const declared = keptFor(keptForMs, () => forNobody(() => readDeclared(telemetry)));

  const ownedBy = async (owners: readonly string[]): Promise<NamedPipeline[]> => {
    if (owners.length === 0) return [];
    const all = [...configured, ...(await declared()).filter((one) => !configuredKeys.has(keyOf(one)))];
    return all
      .filter(({ owner = '' }) => owner !== '' && isLike(owners, owner))
      .map(({ namespace, name }) => ({ namespace, name }))
      .toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)))
      .slice(0, mostPipelines);
  };

  return async ({ owners, namespaces, services, systems }: OwnPatterns): Promise<VisiblePart> => {
    const [pipelines, named] = await Promise.all([ownedBy(owners), mixed()]);
    return { namespaces, services, systems, pipelines, mixed: named };
  };
};
export type PartFinder = ReturnType<typeof createPartFinder>;

const keyOf = ({ namespace, name }: NamedPipeline): string => JSON.stringify([namespace, name]);

/** Pipelines of which some events name a namespace and others none, with those of their runs (`rooms/runs/identity/facts-folded.ts`). */
const readMixed = (telemetry: TelemetryClient): Promise<MixedPipeline[]> =>
  telemetry.rows(
    `SELECT name, arraySort(groupUniqArray(owner)) AS namespaces FROM (
       SELECT KeyPipeline AS name, multiIf(countIf(KeyNamespace = 'default') = 0 AND countIf(KeyNamespace != '') = 1 AND sum(started) < 2, max(KeyNamespace), 'default') AS owner
       FROM (SELECT RunId, KeyPipeline, KeyNamespace, max(StartSeen) AS started FROM runs
         WHERE KeyPipeline IN (SELECT PipelineName FROM pipeline_days WHERE PipelineNamespace NOT IN ('', 'default') AND PipelineName IN (SELECT PipelineName FROM unnamed_pipelines))
         GROUP BY RunId, KeyPipeline, KeyNamespace)
       GROUP BY RunId, KeyPipeline HAVING countIf(KeyNamespace IN ('', 'default')) > 0)
     GROUP BY name ORDER BY name`,
  );

/** The owner that the latest run of each pipeline declared. */
const readDeclared = (telemetry: TelemetryClient): Promise<Declared[]> =>
  telemetry.rows(
    `SELECT if(KeyNamespace = '', 'default', KeyNamespace) AS namespace, KeyPipeline AS name, argMax(PipelineOwner, StartedAt) AS owner
     FROM runs WHERE PipelineOwner != '' GROUP BY namespace, name ORDER BY namespace, name LIMIT 100000`,
  );
