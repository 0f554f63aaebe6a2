import type { DatasetRole } from '@sightglass/model';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

/** What datasets are narrowed to by how they were used; names are compared afterwards. */
export interface UseFilter extends TimeWindow {
  readonly role?: DatasetRole | undefined;
  readonly pipeline?: string | undefined;
  readonly pipelineNamespace?: string | undefined;
}

/** The latest run of a pipeline that used a dataset in a role. */
export interface LastUse {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly atMs: number;
}

/** A dataset that was used in the time, and by whom it ever was, the latest first. */
export interface DatasetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly writers: readonly (LastUse & { readonly hasRepeated: boolean })[];
  readonly writerCount: number;
  readonly readers: readonly LastUse[];
  readonly readerCount: number;
}

type Use = readonly [atMs: number, namespace: string, pipeline: string, runId: string, runs: number];
interface DatasetRow {
  readonly namespace: string;
  readonly name: string;
  readonly writers: readonly Use[];
  readonly writerCount: number;
  readonly readers: readonly Use[];
  readonly readerCount: number;
}

/** So many datasets are listed, those used last. */
export const mostDatasets = 20_000;

/** By so many writers it is known how a dataset stands, as on its page; so many readers are named. */
const mostWriters = 1_000;
const mostReaders = 5;

/** Namespace of the pipeline of a use. */
export const pipelineNamespaceSql = "if(KeyNamespace = '', 'default', KeyNamespace)";

/** Every dataset that was used as the filter says. */
export const readDatasets = async (telemetry: TelemetryClient, filter: UseFilter): Promise<DatasetFacts[]> => {
  const { sql, parameters } = conditionsOf(filter);
  const usesOf = (role: DatasetRole, most: number): string =>
    `arraySlice(arrayReverseSort(groupArrayIf((atMs, pipelineNamespace, pipeline, run, runs), role = '${role}')), 1, ${most})`;
  const rows = await telemetry.rows<DatasetRow>(
    `SELECT namespace, name, ${usesOf('output', mostWriters)} AS writers, toFloat64(countIf(role = 'output')) AS writerCount,
       ${usesOf('input', mostReaders)} AS readers, toFloat64(countIf(role = 'input')) AS readerCount
     FROM (
       SELECT Namespace AS namespace, Name AS name, toString(Role) AS role, ${pipelineNamespaceSql} AS pipelineNamespace, PipelineName AS pipeline,
         max((UsedAt, RunId)) AS last, toUnixTimestamp64Milli(last.1) AS atMs, last.2 AS run, 1 + (min(RunId) != max(RunId)) AS runs, countIf(${sql}) AS meant
       FROM dataset_uses GROUP BY Namespace, Name, Role, PipelineName, KeyNamespace SETTINGS optimize_aggregation_in_order = 1
     )
     GROUP BY namespace, name HAVING sum(meant) > 0 ORDER BY max(atMs) DESC, namespace, name LIMIT ${mostDatasets}`,
    parameters,
  );
  return rows.map(({ writers, readers, ...row }) => ({
    ...row,
    writers: writers.map((use) => ({ ...lastUseOf(use), hasRepeated: use[4] > 1 })),
    readers: readers.map(lastUseOf),
  }));
};

const lastUseOf = ([atMs, namespace, pipeline, runId]: Use): LastUse => ({ namespace, pipeline, runId, atMs });

const conditionsOf = ({
  role,
  pipeline,
  pipelineNamespace,
  fromMs,
  toMs,
}: UseFilter): { sql: string; parameters: QueryParameters } => {
  const conditions = [
    '1',
    ...withinSql('UsedAt', { fromMs, toMs }),
    ...(role === undefined ? [] : ['Role = {role:String}']),
    ...(pipeline === undefined ? [] : ['PipelineName = {pipeline:String}']),
    ...(pipelineNamespace === undefined ? [] : [`${pipelineNamespaceSql} = {pipelineNamespace:String}`]),
  ];
  return {
    sql: conditions.join(' AND '),
    parameters: {
      ...(role === undefined ? {} : { role }),
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(pipelineNamespace === undefined ? {} : { pipelineNamespace }),
    },
  };
};
