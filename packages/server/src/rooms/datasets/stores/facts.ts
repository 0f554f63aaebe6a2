import { fileStoreSchemes } from '@sightglass/model';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';
import { pipelineNamespaceSql } from '../facts-list.ts';

/** A place of files that runs used in a time. */
export interface StoreFacts {
  readonly store: string;
  readonly lastMs: number;
  /** The latest first. */
  readonly users: readonly (readonly [atMs: number, namespace: string, pipeline: string])[];
  readonly pipelines: number;
  /** Of the runs that were asked about, those that used it. */
  readonly running: readonly string[];
}

const mostStores = 1_000;
const mostUsers = 20;

/** Stores of files by the namespaces of the datasets in them. */
export const readStores = (
  telemetry: TelemetryClient,
  {
    fromMs,
    toMs,
    runIds,
  }: { readonly fromMs: number; readonly toMs: number | undefined; readonly runIds: readonly string[] },
): Promise<StoreFacts[]> => {
  const isStore = `match(Namespace, '^(?i)(${Object.keys(fileStoreSchemes).join('|')})://.')`;
  return telemetry.rows<StoreFacts>(
    `SELECT store, max(atMs) AS lastMs, arraySlice(arrayReverseSort(groupArray((atMs, pipelineNamespace, pipeline))), 1, ${mostUsers}) AS users,
       toFloat64(count()) AS pipelines, arraySlice(arrayDistinct(arrayFlatten(groupArray(runs))), 1, ${mostUsers}) AS running
     FROM (
       SELECT Namespace AS store, ${pipelineNamespaceSql} AS pipelineNamespace, PipelineName AS pipeline,
         max(toUnixTimestamp64Milli(UsedAt)) AS atMs, groupUniqArrayIf(${mostUsers})(RunId, has({running:Array(String)}, RunId)) AS runs
       FROM dataset_uses WHERE ${[isStore, ...withinSql('UsedAt', { fromMs, toMs })].join(' AND ')}
       GROUP BY store, pipelineNamespace, pipeline
     )
     GROUP BY store ORDER BY lastMs DESC LIMIT ${mostStores}`,
    { running: runIds },
  );
};
