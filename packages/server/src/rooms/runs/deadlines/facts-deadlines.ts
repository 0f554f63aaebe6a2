import type { RunDeadline } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { instantSql } from '../../../storage/telemetry/time-sql.ts';
import { deadlineOf, dueTimeOfRun, type OtherSuccess } from './deadline.ts';
import { type BareFacts, namespaceSql } from '../facts.ts';
import { rowsOfRuns } from '../identity/facts-folded.ts';

interface SuccessRow extends OtherSuccess {
  readonly namespace: string;
  readonly pipeline: string;
}

const mostAtOnce = 200;
const mostSuccesses = 10_000;

/** The deadline of each of these runs, in their order; reads which others succeeded where a run did not meet it by itself. */
export const deadlinesOf = async (
  telemetry: TelemetryClient,
  runs: readonly BareFacts[],
  now: ReceptionTime,
): Promise<(RunDeadline | null)[]> => {
  const alone = runs.map((run) => deadlineOf(run, now));
  const open = runs.filter((_run, index) => alone[index] !== null && alone[index]?.state !== 'met');
  const others = Map.groupBy(await successesNear(telemetry, open), keyOf);
  return runs.map((run, index) => {
    const found = others.get(keyOf(run));
    return found === undefined ? (alone[index] ?? null) : deadlineOf(run, now, found);
  });
};

/** Runs that succeeded and belong to the due time of any of these. */
const successesNear = async (telemetry: TelemetryClient, runs: readonly BareFacts[]): Promise<SuccessRow[]> => {
  const windows = runs.slice(0, mostAtOnce).flatMap((run) => {
    const due = dueTimeOfRun(run);
    return due === undefined ? [] : [{ key: keyOf(run), name: run.pipeline, ...due }];
  });
  if (windows.length === 0) return [];
  const fromMs = Math.min(...windows.map((window) => window.fromMs));
  const latestMs = Date.UTC(2200, 0);
  const untilMs = Math.min(latestMs, Math.max(...windows.map((window) => window.untilMs)));
  return rowsOfRuns<SuccessRow>(
    telemetry,
    (folded) => `WITH concat(namespace, '\\n', pipeline) AS key
     SELECT ${namespaceSql} AS namespace, PipelineName AS pipeline, toUnixTimestamp64Milli(StartedAt) AS startedAtMs,
       toUnixTimestamp64Milli(tupleElement(materialize(Finish), 'At')) AS finishedAtMs
     FROM ${folded('KeyPipeline IN ({names:Array(String)})')}
     WHERE StartedAt >= ${instantSql(fromMs)} AND StartedAt < ${instantSql(untilMs)}
       AND tupleElement(materialize(Finish), 'State') = 'succeeded'
       AND arrayExists((of, since, until) -> of = key AND startedAtMs >= toInt64(since) AND startedAtMs < toInt64(until),
         {keys:Array(String)}, {froms:Array(String)}, {untils:Array(String)})
     ORDER BY finishedAtMs LIMIT ${mostSuccesses}`,
    {
      names: [...new Set(windows.map(({ name }) => name))],
      keys: windows.map(({ key }) => key),
      froms: windows.map((window) => String(Math.floor(window.fromMs))),
      untils: windows.map((window) => String(Math.ceil(Math.min(latestMs, window.untilMs)))),
    },
  );
};

const keyOf = ({ namespace, pipeline }: Pick<BareFacts, 'namespace' | 'pipeline'>): string =>
  `${namespace}\n${pipeline}`;
