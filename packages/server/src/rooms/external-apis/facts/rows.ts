import type { FallbackPolicy } from '@sightglass/model';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { scopeSql, type CallFilter } from './filter.ts';

/** Rows of one stage touched by one decision. */
export interface AffectedRows {
  readonly api: string;
  readonly policy: FallbackPolicy;
  readonly error: string;
  readonly rows: number;
  readonly runId: string;
  readonly stageId: string;
  readonly stage: string;
  readonly pipeline: string;
  readonly namespace: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

const mostDecisions = 5_000;

/** Most rows first. */
export const readAffectedRows = (telemetry: TelemetryClient, filter: CallFilter): Promise<AffectedRows[]> => {
  const { where, parameters } = scopeSql(filter, { from: 'LastAt', to: 'FirstAt' });
  return telemetry.rows<AffectedRows>(
    `SELECT Dependency AS api, Policy AS policy, Error AS error, Rows AS rows, RunId AS runId, StageId AS stageId, StageName AS stage,
       PipelineName AS pipeline, PipelineNamespace AS namespace, toUnixTimestamp64Milli(FirstAt) AS firstAtMs,
       toUnixTimestamp64Milli(LastAt) AS lastAtMs
     FROM dependency_rows FINAL WHERE ${where} ORDER BY rows DESC, runId, stageId, policy, error LIMIT ${mostDecisions}`,
    parameters,
  );
};
