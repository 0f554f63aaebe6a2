import type { RunState } from '@sightglass/model';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { rowsOfRuns } from '../runs/identity/facts-folded.ts';
import type { RunName } from '../runs/identity/run-name.ts';
import { finishedState, finishPart, isShown, nameColumns, stateSql } from '../runs/list/facts-run-sql.ts';

/** As much of a run as says how it ended. */
export interface EndedRun extends RunName {
  readonly state: RunState;
  readonly startedAtMs: number;
  /** When it ended; of one that has not, when it was last seen. */
  readonly endedAtMs: number;
}

/** How the runs that have these ids stand. */
export const readRunStates = async (
  telemetry: TelemetryClient,
  runIds: readonly string[],
  now: ReceptionTime,
): Promise<(use: RunName) => EndedRun | undefined> => {
  const rows = await byPortions([...new Set(runIds)], (portion) =>
    rowsOfRuns<EndedRun>(
      telemetry,
      (folded) => `SELECT ${nameColumns}, ${stateSql(now)} AS state, toUnixTimestamp64Milli(StartedAt) AS startedAtMs,
         toUnixTimestamp64Milli(if(${finishedState} != '', ${finishPart('At')}, LastEventAt)) AS endedAtMs
       FROM ${folded('RunId IN ({portion:Array(String)})')} WHERE ${isShown}`,
      { portion },
    ),
  );
  return findRun(rows);
};

/** Finds the run of a use; one whose events do not all name a namespace may be known by another. */
export const findRun = <Run extends RunName>(runs: readonly Run[]) => {
  const byId = Map.groupBy(runs, ({ runId, pipeline }) => JSON.stringify([runId, pipeline]));
  return ({ runId, namespace, pipeline }: RunName): Run | undefined => {
    const alike = byId.get(JSON.stringify([runId, pipeline])) ?? [];
    return (
      alike.find((run) => run.namespace === namespace) ??
      (namespace === 'default' && alike.length === 1 ? alike[0] : undefined)
    );
  };
};
