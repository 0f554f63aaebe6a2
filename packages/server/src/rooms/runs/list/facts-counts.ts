import type { RunState } from '@sightglass/model';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { foldedRuns } from '../identity/facts-folded.ts';
import { nameColumns, stateSql } from './facts-run-sql.ts';
import { runConditions } from './facts-conditions.ts';
import { type RunFilter, timeOf } from './filter.ts';

/** Runs that are alike in what a list can be narrowed by. */
export interface RunKind {
  readonly namespace: string;
  readonly pipeline: string;
  /** As its programs say; empty when they do not. */
  readonly owner: string;
  readonly environment: string;
  readonly version: string;
  readonly runs: number;
}

/** So many kinds are told apart; those with the most runs first. */
export const mostKinds = 5_000;

/** How many runs the filter means, by their state. */
export const countByState = async (
  telemetry: TelemetryClient,
  filter: RunFilter,
  receptionTime: ReceptionTime,
): Promise<{ state: RunState; runs: number }[]> => {
  const { sql, parameters } = runConditions(filter, timeOf(filter), receptionTime);
  return telemetry.rows(
    `SELECT state, toFloat64(count()) AS runs FROM (
       SELECT ${nameColumns}, ${stateSql(receptionTime)} AS state FROM ${await foldedRuns(telemetry)} WHERE ${sql}
     ) GROUP BY state`,
    parameters,
  );
};

export const countByKind = async (
  telemetry: TelemetryClient,
  filter: RunFilter,
  receptionTime: ReceptionTime,
): Promise<RunKind[]> => {
  const { sql, parameters } = runConditions(filter, timeOf(filter), receptionTime);
  return telemetry.rows(
    `SELECT namespace, pipeline, owner, environment, version, toFloat64(count()) AS runs FROM (
       SELECT ${nameColumns}, PipelineOwner AS owner, Environment AS environment, Version AS version FROM ${await foldedRuns(telemetry)} WHERE ${sql}
     ) GROUP BY namespace, pipeline, owner, environment, version ORDER BY runs DESC LIMIT ${mostKinds}`,
    parameters,
  );
};
