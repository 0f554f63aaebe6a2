import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';

interface EndedTransactions {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageId: string;
  readonly committed: number;
  readonly rolledBack: number;
}

/** Whether all transactions of a stage were rolled back, and there were some. */
export const readRollbacks = async (
  telemetry: TelemetryClient,
  runIds: readonly string[],
): Promise<(pipeline: string, runId: string, stageId: string) => boolean> => {
  const rows = await byPortions([...new Set(runIds)], (portion) =>
    telemetry.rows<EndedTransactions>(
      `SELECT RunId AS runId, PipelineName AS pipeline, StageId AS stageId, countIf(Outcome = 'committed') AS committed, countIf(Outcome != 'committed') AS rolledBack
       FROM database_transactions WHERE RunId IN ({portion:Array(String)}) GROUP BY runId, pipeline, stageId`,
      { portion },
    ),
  );
  const rolledBack = new Set(
    rows
      .filter((row) => row.committed === 0 && row.rolledBack > 0)
      .map(({ pipeline, runId, stageId }) => JSON.stringify([pipeline, runId, stageId])),
  );
  return (pipeline, runId, stageId) => rolledBack.has(JSON.stringify([pipeline, runId, stageId]));
};
