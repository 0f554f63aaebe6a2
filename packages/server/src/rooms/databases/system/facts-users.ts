import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';
import type { DatabaseAddress, WorkWindow } from '../facts-work.ts';

/** Who used a database. */
export interface DatabaseUsers extends DatabaseAddress {
  readonly usedBy: readonly { readonly namespace: string; readonly pipeline: string }[];
  readonly pipelines: number;
  /** Of the given runs, those that used it. */
  readonly runIds: readonly string[];
}

/** Pipelines that ran statements in databases in the time, as the SDK observed them. Raises ClickHouseError. */
export const readDatabaseUsers = (
  telemetry: TelemetryClient,
  { fromMs, toMs }: { readonly fromMs: WorkWindow['fromMs']; readonly toMs: number | undefined },
  running: readonly string[],
): Promise<DatabaseUsers[]> =>
  telemetry.rows<DatabaseUsers>(
    `SELECT DbSystem AS system, ServerAddress AS host, ServerPort AS port, DbNamespace AS database,
       arraySlice(arraySort(groupUniqArray(100)(CAST((namespace, PipelineName), 'Tuple(namespace String, pipeline String)'))), 1, 20) AS usedBy,
       uniqExact(namespace, PipelineName) AS pipelines, groupUniqArrayIf(20)(RunId, RunId IN ({running:Array(String)})) AS runIds
     FROM (
       SELECT DbSystem, ServerAddress, ServerPort, DbNamespace, RunId, PipelineName, if(PipelineNamespace = '', 'default', PipelineNamespace) AS namespace
       FROM database_statements
       WHERE ${["PipelineName != ''", ...withinSql('LastAt', { fromMs, toMs })].join(' AND ')})
     GROUP BY system, host, port, database`,
    { running },
  );
