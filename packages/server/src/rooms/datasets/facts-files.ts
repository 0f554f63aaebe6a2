import type { CheckResult } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { engineTimeMs } from '../../storage/telemetry/time-sql.ts';
import { namespaceSql } from '../runs/facts.ts';

/** A file as a run checked it. */
export interface CheckOfFile {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  /** As the check was given it; `/` between its folders. */
  readonly file: string;
  readonly contract: string;
  readonly result: CheckResult;
  readonly checkedAtMs: number;
}

type CheckRow = Omit<CheckOfFile, 'result' | 'checkedAtMs'> & {
  readonly told: { readonly At: string; readonly Result: CheckResult };
};

/** Files that these runs checked, the latest first. */
export const readChecksOfRuns = async (
  telemetry: TelemetryClient,
  runIds: readonly string[],
): Promise<CheckOfFile[]> => {
  const rows = await byPortions([...new Set(runIds)], (portion) =>
    telemetry.rows<CheckRow>(
      `SELECT RunId AS runId, ${namespaceSql} AS namespace, PipelineName AS pipeline, replaceAll(File, '\\\\', '/') AS file, Contract AS contract, Told AS told
       FROM checked_files FINAL WHERE RunId IN ({portion:Array(String)}) LIMIT ${mostChecks}`,
      { portion },
    ),
  );
  return rows
    .map(({ told, ...row }) => ({ ...row, result: told.Result, checkedAtMs: Math.floor(engineTimeMs(told.At)) }))
    .toSorted((a, b) => b.checkedAtMs - a.checkedAtMs);
};

const mostChecks = 10_000;
