import type { RunState } from '@sightglass/model';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { rowsOfRuns } from '../identity/facts-folded.ts';
import { finishPart, nameColumns, stateSql } from './facts-run-sql.ts';
import { type Ending, mostOfMessage } from './cause.ts';
import { runConditions } from './facts-conditions.ts';
import { type RunFilter, timeOf } from './filter.ts';

/** Runs of one pipeline that ended exactly alike. */
export interface EndedAlike extends Ending {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The latest of them. */
  readonly runId: string;
}

/** States of runs that something is the cause of. */
export const badStates = ['failed', 'aborted', 'lost', 'missed'] as const satisfies readonly RunState[];

/** So many different endings are read, the latest first; of more, the older ones are left out. */
export const mostEndings = 5_000;

/** How the runs that the filter means ended, of those that did not end well. */
export const readEndings = async (
  telemetry: TelemetryClient,
  filter: RunFilter,
  receptionTime: ReceptionTime,
): Promise<EndedAlike[]> => {
  const states = badStates.filter((state) => filter.states?.includes(state) ?? true);
  if (states.length === 0) return [];
  const { sql, parameters } = runConditions({ ...filter, states }, timeOf(filter), receptionTime);
  return rowsOfRuns(
    telemetry,
    (folded) => `SELECT state, type, message, exitCode, exitSignal, namespace, pipeline, toFloat64(count()) AS runs,
       min(startedAtMs) AS firstMs, max(startedAtMs) AS lastMs, argMax(id, startedAtMs) AS runId
     FROM (
       SELECT ${nameColumns}, RunId AS id, ${stateSql(receptionTime)} AS state, toUnixTimestamp64Milli(StartedAt) AS startedAtMs,
         ${finishPart('FailureType')} AS type, leftUTF8(${finishPart('FailureMessage')}, ${mostOfMessage + 1}) AS message,
         ${finishPart('ExitCode')} AS exitCode, ${finishPart('ExitSignal')} AS exitSignal
       FROM ${folded()} WHERE ${sql}
     )
     GROUP BY state, type, message, exitCode, exitSignal, namespace, pipeline ORDER BY lastMs DESC LIMIT ${mostEndings}`,
    parameters,
  );
};
