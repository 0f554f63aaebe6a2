import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';

/** A server and the pipelines that ran statements there. */
export interface ServerUsers {
  readonly host: string;
  readonly port: number;
  /** `namespace/name` */
  readonly usedBy: readonly string[];
}

const mostPipelines = 2_000;

/** Who used which database server since then, as the SDK observed it. Raises ClickHouseError. */
export const readServerUsers = (telemetry: TelemetryClient, fromMs: number): Promise<ServerUsers[]> =>
  telemetry.rows<ServerUsers>(
    `SELECT lower(ServerAddress) AS host, ServerPort AS port, arraySort(groupUniqArray(${mostPipelines})(concat(namespace, '/', PipelineName))) AS usedBy
     FROM (
       SELECT ServerAddress, ServerPort, PipelineName, if(PipelineNamespace = '', 'default', PipelineNamespace) AS namespace
       FROM database_statements WHERE ${["PipelineName != ''", ...withinSql('LastAt', { fromMs, toMs: undefined })].join(' AND ')})
     GROUP BY host, port`,
  );
