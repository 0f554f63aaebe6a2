import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { instantSql, withinSql } from '../../storage/telemetry/time-sql.ts';
import type { Arrival } from '../runs/clock-lag.ts';
import { foldedRuns } from '../runs/identity/facts-folded.ts';
import type { RunName } from '../runs/identity/run-name.ts';
import { maybeUnfinished } from '../runs/facts-unfinished.ts';
import { finishedState, isShown, nameColumns, stateSql } from '../runs/list/facts-run-sql.ts';

export interface HostWindow {
  readonly fromMs: number;
  /** Undefined: up to now. */
  readonly toMs: number | undefined;
  readonly name?: string | undefined;
}

/** What the runs of a time say of the host they went on. */
export interface HostFacts {
  readonly name: string;
  readonly firstAtMs: number;
  /** When records of it arrived; of a history that was sent later, when it happened. */
  readonly lastSeenMs: number;
  readonly runs: number;
  readonly failed: number;
  readonly cpuTimeMs: number | null;
  readonly peakRssBytes: number | null;
  readonly usedBy: readonly { readonly namespace: string; readonly pipeline: string }[];
  readonly pipelines: number;
  /** Of the run that was seen last. */
  readonly arrival: Arrival;
}

/** A run that never said that it ended. */
export interface UnfinishedRun extends RunName {
  readonly host: string;
  readonly state: 'running' | 'lost';
  readonly lastSeenMs: number;
  /** Whether its pipeline has not started since. */
  readonly isLatest: boolean;
}

const mostHosts = 5_000;
const mostUnfinished = 5_000;
/** A run that is silent for longer tells nothing of today's host. */
const longestLostMs = 31 * 86_400_000;
/** Events take so long to arrive at most, unless they are sent later. */
const mostDelayMs = 300_000;
const milliseconds = (column: string): string => `toUnixTimestamp64Milli(${column})`;

/** Hosts by the `host.name` of the runs that went on there. Raises ClickHouseError. */
export const createHostReader = (telemetry: TelemetryClient) => ({
  /** Those of which a run went on in the time. */
  async seen({ fromMs, toMs, name }: HostWindow): Promise<HostFacts[]> {
    const conditions = [
      "Host != ''",
      isShown,
      ...withinSql('StartedAt', { fromMs: undefined, toMs }),
      `LastEventAt >= ${instantSql(fromMs)}`,
      ...(name === undefined ? [] : ['Host = {name:String}']),
    ];
    type Row = Omit<HostFacts, 'arrival'> & {
      readonly latest: readonly [number, number, number, number | null, number, number | null];
    };
    const rows = await telemetry.rows<Row>(
      `SELECT host AS name, min(startedAtMs) AS firstAtMs, max(least(lastSeenAtMs, lastEventAtMs + ${mostDelayMs})) AS lastSeenMs, count() AS runs, countIf(state = 'failed') AS failed,
         sumOrNull(cpuMs) AS cpuTimeMs, maxOrNull(rssBytes) AS peakRssBytes,
         arraySlice(arraySort(groupUniqArray(100)(CAST((namespace, pipeline), 'Tuple(namespace String, pipeline String)'))), 1, 20) AS usedBy,
         uniqExact(namespace, pipeline) AS pipelines,
         argMax(tuple(lastSeenAtMs, startedAtMs, lastEventAtMs, firstSeenAtMs, lastSeenAtMs, lagMs), lastSeenAtMs) AS latest
       FROM (
         SELECT ${nameColumns}, toString(Host) AS host, ${milliseconds('StartedAt')} AS startedAtMs, ${milliseconds('LastEventAt')} AS lastEventAtMs,
           ${milliseconds('LastSeenAt')} AS lastSeenAtMs, nullIf(${milliseconds('FirstSeenAt')}, 0) AS firstSeenAtMs, LeastLagMs AS lagMs,
           CpuTimeMs AS cpuMs, PeakRssBytes AS rssBytes, ${finishedState} AS state
         FROM ${await foldedRuns(telemetry)} WHERE ${conditions.join(' AND ')})
       GROUP BY host ORDER BY lastSeenMs DESC, host LIMIT ${mostHosts}`,
      name === undefined ? {} : { name },
    );
    return rows.map(
      ({ latest: [, startedAtMs, lastEventAtMs, firstSeenAtMs, lastSeenAtMs, leastLagMs], ...facts }) => ({
        ...facts,
        arrival: { startedAtMs, lastEventAtMs, firstSeenAtMs, lastSeenAtMs, leastLagMs },
      }),
    );
  },

  /** Runs that go on or are lost, whichever the time. */
  async unfinished(receptionTime: ReceptionTime, name?: string): Promise<UnfinishedRun[]> {
    const conditions = [
      "Host != ''",
      isShown,
      maybeUnfinished,
      `StartedAt >= ${instantSql(receptionTime.nowMs - longestLostMs)}`,
      `state IN ('running', 'lost')`,
      ...(name === undefined ? [] : ['Host = {name:String}']),
    ];
    const source = await foldedRuns(telemetry);
    return telemetry.rows<UnfinishedRun>(
      `SELECT runId, namespace, pipeline, host, state, lastSeenMs, startedAt >= latestStart AS isLatest
       FROM (
         SELECT ${nameColumns}, toString(Host) AS host, ${stateSql(receptionTime)} AS state, ${milliseconds('LastSeenAt')} AS lastSeenMs,
           StartedAt AS startedAt, PipelineName AS name
         FROM ${source} WHERE ${conditions.join(' AND ')} ORDER BY StartedAt DESC LIMIT ${mostUnfinished}) AS unfinished
       LEFT JOIN (SELECT PipelineName AS name, PipelineNamespace AS space, max(StartedAt) AS latestStart FROM runs
         WHERE StartedAt >= ${instantSql(receptionTime.nowMs - longestLostMs)} AND Missed = 0 GROUP BY name, space) AS latest
         ON unfinished.name = latest.name AND unfinished.namespace = if(latest.space = '', 'default', latest.space)`,
      name === undefined ? {} : { name },
    );
  },
});
export type HostReader = ReturnType<typeof createHostReader>;
