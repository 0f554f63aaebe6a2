import { namespaceSql } from '../../runs/facts.ts';
import { rowsOfRuns } from '../../runs/identity/facts-folded.ts';
import type { BreakerState } from '@sightglass/model';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { scopeSql, type CallFilter } from './filter.ts';

/** One change of one breaker. */
export interface BreakerChangeFacts {
  readonly api: string;
  readonly breakerId: string;
  readonly atMs: number;
  readonly before: BreakerState;
  readonly after: BreakerState;
  readonly reason: string;
  readonly runId: string;
  readonly stage: string;
  readonly pipeline: string;
  readonly namespace: string;
  /** When the run in which it happened was last seen. */
  readonly runLastEventAtMs: number | null;
  readonly runHasEnded: boolean;
}

/** The finish is read here: `FINAL` does not fold a subcolumn. */
type Row = Omit<BreakerChangeFacts, 'runHasEnded'> & { readonly finish: { readonly State: string } };

const mostChanges = 10_000;

/** Changes in the filter's time, oldest first. */
export const readBreakerChanges = async (
  telemetry: TelemetryClient,
  filter: CallFilter,
): Promise<BreakerChangeFacts[]> => {
  const { where, parameters } = scopeSql(filter, { from: 'At', to: 'At' });
  const rows = await rowsOfRuns<Row>(
    telemetry,
    (
      folded,
    ) => `WITH changes AS (SELECT * FROM dependency_breakers FINAL WHERE ${where} ORDER BY At DESC LIMIT ${mostChanges})
     SELECT Dependency AS api, BreakerId AS breakerId, toUnixTimestamp64Milli(At) AS atMs, StateBefore AS before, StateAfter AS after,
       Reason AS reason, changes.RunId AS runId, StageName AS stage, PipelineName AS pipeline, PipelineNamespace AS namespace,
       nullIf(toUnixTimestamp64Milli(ended.lastEventAt), 0) AS runLastEventAtMs, ended.finish AS finish
     FROM changes LEFT JOIN (
       SELECT RunId, PipelineName, ${namespaceSql} AS namespace, LastEventAt AS lastEventAt, Finish AS finish
       FROM ${folded('RunId IN (SELECT RunId FROM changes)')}
     ) AS ended ON changes.RunId = ended.RunId AND changes.PipelineName = ended.PipelineName AND changes.PipelineNamespace = ended.namespace
     ORDER BY At, breakerId, after`,
    parameters,
  );
  return rows.map(({ finish, ...change }) => ({ ...change, runHasEnded: finish.State !== '' }));
};
