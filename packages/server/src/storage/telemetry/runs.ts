import { defaultHeartbeatIntervalMs, missedHeartbeatsUntilLost, type RunState } from '@sightglass/model';
import type { Moment } from '../../hearing/moment.ts';
import type { QueryParameters } from './bind.ts';
import type { TelemetryClient } from './client.ts';
import { lookBack, type TimeWindow } from './look-back.ts';
import { instantSql } from './time-sql.ts';
import { areUnfinished, maybeUnfinished } from './unfinished-runs.ts';
import { isMissedColumn, namespaceColumn, runColumns, runFactsOf, type RunFacts, type RunRow } from './run-facts.ts';

/** Runs whose start lies in [fromMs, toMs), strictly older than `after`. */
export interface RunFilter {
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly after?: RunPosition | undefined;
}

/** Where a run stands in the list, newest first. */
export interface RunPosition {
  readonly startedAtMs: number;
  readonly runId: string;
}

const dayMs = 86_400_000;
const windowsMs = [dayMs, 31 * dayMs];

/** A run that was missed and then turned up is shown as itself only. */
const isShown = 'max(Missed) < 2';

/** How long an unfinished run may be silent. */
const allowedSilenceMs = `${missedHeartbeatsUntilLost} * if(max(HeartbeatIntervalMs) = 0, ${defaultHeartbeatIntervalMs}, max(HeartbeatIntervalMs))`;

/** `silenceMs` of `hearing/moment.ts` since the run was last seen. */
const silenceSql = ({ heardUntilMs, gaps }: Moment): string => {
  const seenAtMs = 'toUnixTimestamp64Milli(max(LastSeenAt))';
  const unheard = gaps.map(
    ({ fromMs, toMs }) => `greatest(0, ${Math.min(toMs, heardUntilMs)} - greatest(${fromMs}, ${seenAtMs}))`,
  );
  return [`(greatest(0, ${heardUntilMs} - ${seenAtMs})`, ...unheard].join(' - ') + ')';
};

/** States in the order in which the tuple `Finish` compares them. */
const finishedStates = "['aborted', 'failed', 'succeeded']";
/** When and how a run finished as one number that orders as `Finish` does, for scans: folding the whole tuple costs three times as much. */
const finishRank = `max(toUInt64(toUnixTimestamp64Nano(Finish.At)) * 4 + indexOf(${finishedStates}, Finish.State))`;

/** `runStateAt` of `query/run-state.ts`, for filters. */
const stateColumn = (moment: Moment): string =>
  `multiIf(${finishRank} > 0, ${finishedStates}[${finishRank} % 4], ${isMissedColumn}, 'missed', ${silenceSql(moment)} > ${allowedSilenceMs}, 'lost', 'running')`;

export const createRunReader = (telemetry: TelemetryClient) => {
  const byIds = async (runIds: readonly string[]): Promise<RunFacts[]> => {
    if (runIds.length === 0) return [];
    const rows = await telemetry.rows<RunRow>(
      `SELECT ${runColumns} FROM runs WHERE RunId IN ({runIds:Array(String)}) GROUP BY RunId HAVING ${isShown} ORDER BY startedAtMs DESC, runId DESC`,
      { runIds },
    );
    return rows.map(runFactsOf);
  };

  const idsIn = async (filter: RunFilter, window: TimeWindow, limit: number, moment: Moment): Promise<string[]> => {
    const { sql, parameters } = selectIds(filter, window, limit, moment);
    const rows = await telemetry.rows<{ runId: string }>(sql, parameters);
    return rows.map((row) => row.runId);
  };

  return {
    byIds,

    /** Up to `limit` runs, newest first. */
    async list(filter: RunFilter, limit: number, moment: Moment): Promise<RunFacts[]> {
      const { nowMs } = moment;
      const toMs = filter.after === undefined ? filter.toMs : filter.after.startedAtMs + 1;
      const runIds = await lookBack({ fromMs: filter.fromMs, toMs, nowMs, windowsMs, limit }, (window, missing) =>
        idsIn(filter, window, missing, moment),
      );
      return byIds(runIds);
    },
  };
};
export type RunReader = ReturnType<typeof createRunReader>;

/** A run is found by any of its rows and judged by all of them. */
const selectIds = (
  filter: RunFilter,
  window: TimeWindow,
  limit: number,
  moment: Moment,
): { sql: string; parameters: QueryParameters } => {
  const rowConditions: string[] = [];
  const conditions = [isShown];
  const parameters: Record<string, string | number | readonly string[]> = {};
  const startedAt = (operator: string, name: string, ms: number) => {
    rowConditions.push(`StartedAt ${operator} ${instantSql(ms)}`);
    conditions.push(`startedAtMs ${operator} {${name}:Int64}`);
    parameters[name] = ms;
  };
  if (window.fromMs !== undefined) startedAt('>=', 'fromMs', window.fromMs);
  if (window.toMs !== undefined) startedAt('<', 'toMs', window.toMs);
  if (filter.pipeline !== undefined) {
    rowConditions.push('PipelineName = {pipeline:String}');
    parameters['pipeline'] = filter.pipeline;
  }
  if (filter.namespace !== undefined) {
    conditions.push(`${namespaceColumn} = {namespace:String}`);
    parameters['namespace'] = filter.namespace;
  }
  if (filter.states !== undefined) {
    if (filter.states.every((state) => state === 'missed')) rowConditions.push('Missed > 0');
    if (areUnfinished(filter.states)) rowConditions.push(maybeUnfinished);
    conditions.push(`${stateColumn(moment)} IN ({states:Array(String)})`);
    parameters['states'] = filter.states;
  }
  if (filter.after !== undefined) {
    conditions.push('(startedAtMs, runId) < ({afterMs:Int64}, {afterId:String})');
    parameters['afterMs'] = filter.after.startedAtMs;
    parameters['afterId'] = filter.after.runId;
  }
  const found =
    rowConditions.length === 0 ? '' : `WHERE RunId IN (SELECT RunId FROM runs WHERE ${rowConditions.join(' AND ')})`;
  return {
    sql: `SELECT RunId AS runId, toUnixTimestamp64Milli(min(StartedAt)) AS startedAtMs FROM runs
      ${found}
      GROUP BY RunId HAVING ${conditions.join(' AND ')}
      ORDER BY startedAtMs DESC, runId DESC LIMIT ${limit}`,
    parameters,
  };
};
