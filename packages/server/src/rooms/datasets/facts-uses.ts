import type { DatasetRole } from '@sightglass/model';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';
import { ownedBySql, type RunScope } from '../runs/identity/facts-owned.ts';
import type { RunName } from '../runs/identity/run-name.ts';
import { pipelineNamespaceSql } from './facts-list.ts';

export interface DatasetName {
  readonly namespace: string;
  readonly name: string;
}

/** What one stage of a run reported of a dataset. */
export interface UseOfStage {
  readonly dataset: DatasetName;
  readonly run: RunName;
  readonly role: DatasetRole;
  /** Empty outside of stages; the name of the stage where it has no id. */
  readonly stageId: string;
  readonly stageName: string;
  readonly atMs: number;
  readonly rows: number | null;
  readonly bytes: number | null;
}

interface UseRow {
  readonly datasetNamespace: string;
  readonly name: string;
  readonly role: DatasetRole;
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly stageId: string;
  readonly stageName: string;
  readonly atMs: number;
  readonly told: { readonly Rows: number; readonly Bytes: number };
}

const useColumns = `Namespace AS datasetNamespace, Name AS name, toString(Role) AS role, ${pipelineNamespaceSql} AS namespace, PipelineName AS pipeline,
  RunId AS runId, StageId AS stageId, StageName AS stageName, toUnixTimestamp64Milli(UsedAt) AS atMs, Told AS told`;

const useOf = ({ datasetNamespace, name, namespace, pipeline, runId, told, ...use }: UseRow): UseOfStage => ({
  ...use,
  dataset: { namespace: datasetNamespace, name },
  run: { namespace, pipeline, runId },
  rows: countOf(told.Rows),
  bytes: countOf(told.Bytes),
});

/** JavaScript counts exactly up to here; a sender may say more. */
const countOf = (count: number): number | null => (count < 0 ? null : Math.min(count, Number.MAX_SAFE_INTEGER));

const ofDataset = 'Namespace = {namespace:String} AND Name = {name:String}';

export const createUseReader = (telemetry: TelemetryClient) => {
  const read = async (...query: Parameters<typeof telemetry.rows>): Promise<UseOfStage[]> =>
    (await telemetry.rows<UseRow>(...query)).map(useOf);
  return {
    /** What these runs wrote to these datasets. */
    async writes(runs: readonly RunName[], datasets: readonly DatasetName[]): Promise<UseOfStage[]> {
      if (runs.length === 0 || datasets.length === 0) return [];
      const runIds = [...new Set(runs.map(({ runId }) => runId))];
      const wanted = new Set(datasets.map(nameKey));
      const namespaces = [...new Set(datasets.map(({ namespace }) => namespace))];
      const found = await byPortions([...new Set(datasets.map(({ name }) => name))], (portion) =>
        read(
          `SELECT ${useColumns} FROM dataset_uses FINAL
           WHERE Namespace IN ({namespaces:Array(String)}) AND Name IN ({portion:Array(String)}) AND Role = 'output' AND RunId IN ({runIds:Array(String)})`,
          { namespaces, portion, runIds },
        ),
      );
      return found.filter(({ dataset }) => wanted.has(nameKey(dataset)));
    },

    /** The latest `limit` runs of each pipeline that used a dataset, with all they reported of it; newest first. */
    async latestOfEach({ namespace, name }: DatasetName, limit: number): Promise<UseOfStage[]> {
      return read(
        `SELECT ${useColumns} FROM dataset_uses FINAL WHERE ${ofDataset} AND (RunId, PipelineName, Role) IN (
           SELECT RunId, PipelineName, Role FROM dataset_uses WHERE ${ofDataset} GROUP BY RunId, PipelineName, Role, ${pipelineNamespaceSql}
           ORDER BY max(UsedAt) DESC LIMIT ${limit} BY PipelineName, ${pipelineNamespaceSql}, Role LIMIT ${mostPipelines * limit}
         ) ORDER BY UsedAt DESC, RunId DESC, StageId`,
        { namespace, name },
      );
    },

    /** The latest `limit` runs that wrote a dataset in the time, with all they reported of it; newest first. */
    async latestWrites({ namespace, name }: DatasetName, window: TimeWindow, limit: number): Promise<UseOfStage[]> {
      const within = ['1', ...withinSql('UsedAt', window)].join(' AND ');
      return read(
        `SELECT ${useColumns} FROM dataset_uses FINAL WHERE ${ofDataset} AND Role = 'output' AND (RunId, PipelineName) IN (
           SELECT RunId, PipelineName FROM dataset_uses WHERE ${ofDataset} AND Role = 'output' AND ${within}
           GROUP BY RunId, PipelineName ORDER BY max(UsedAt) DESC, RunId DESC LIMIT ${limit}
         ) ORDER BY UsedAt DESC, RunId DESC, StageId`,
        { namespace, name },
      );
    },

    /** What a run read and wrote. */
    async ofRun(run: RunScope): Promise<UseOfStage[]> {
      const { where, parameters } = ownedBySql(run, { pipeline: 'PipelineName', namespace: 'KeyNamespace' });
      return read(
        `SELECT ${useColumns} FROM dataset_uses FINAL WHERE ${where} ORDER BY Namespace, Name, UsedAt LIMIT ${mostUses}`,
        parameters,
      );
    },

    /** What the latest run of a pipeline that used each dataset read and wrote there. */
    async ofPipeline(namespace: string, pipeline: string): Promise<UseOfStage[]> {
      const ofPipeline = `PipelineName = {pipeline:String} AND ${pipelineNamespaceSql} = {namespace:String}`;
      return read(
        `SELECT ${useColumns} FROM dataset_uses FINAL WHERE ${ofPipeline} AND (Namespace, Name, Role, RunId) IN (
           SELECT Namespace, Name, Role, argMax(RunId, (UsedAt, RunId)) FROM dataset_uses WHERE ${ofPipeline}
           GROUP BY Namespace, Name, Role ORDER BY max(UsedAt) DESC LIMIT ${mostUses}
         ) ORDER BY UsedAt DESC, Namespace, Name LIMIT ${mostUses}`,
        { namespace, pipeline },
      );
    },
  };
};
export type UseReader = ReturnType<typeof createUseReader>;

export const nameKey = ({ namespace, name }: DatasetName): string => JSON.stringify([namespace, name]);

/** Read of a run or a pipeline: a run of many stages may report more. */
export const mostUses = 2_000;

/** So many pipelines of a dataset are told apart. */
const mostPipelines = 1_000;
