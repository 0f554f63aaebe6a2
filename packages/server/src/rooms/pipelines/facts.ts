import { byPortions } from '../../storage/telemetry/id-portions.ts';
import type { Planned } from '../../plans/plan.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { type Arrival, clockLagOf, possibleStarts } from '../runs/clock-lag.ts';
import { arrivalColumns, namespaceSql } from '../runs/facts.ts';
import { rowsOfRuns } from '../runs/identity/facts-folded.ts';
import { instantSql } from '../../storage/telemetry/time-sql.ts';

export interface PipelineSummary {
  readonly namespace: string;
  readonly name: string;
  /** End of the latest succeeded run of this name, perhaps of another namespace: events need not repeat theirs. 0 when there is none. */
  readonly freshAtMs: number;
  /** Newest first. */
  readonly runIds: readonly string[];
}

interface PipelineName {
  readonly namespace: string;
  readonly name: string;
}

/** A pipeline whose latest run declared a schedule, or that has one in the configuration. */
export interface ScheduledPipeline extends Planned {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string | null;
  readonly deadline: string | null;
  readonly owner: string | null;
  readonly criticality: string | null;
  readonly lastStartedAtMs: number;
  /** Since when the schedule is known, where that does not come from its runs. */
  readonly sinceMs?: number;
}

export type LastStart = Pick<ScheduledPipeline, 'namespace' | 'name' | 'lastStartedAtMs'>;

/** A run that did start, and the schedule it declared. */
export interface RunStart {
  readonly namespace: string;
  readonly name: string;
  readonly startedAtMs: number;
  /** When it may have started by our clock; absent when its own clock is right. */
  readonly possibleStartsMs?: readonly number[];
  readonly schedule: string | null;
  readonly timeZone: string | null;
}

type StartRow = Omit<RunStart, 'possibleStartsMs'> & Arrival;

const unixMs = (column: string): string => `toUnixTimestamp64Milli(${column})`;

/** No clock is further behind than a clock that shows the time of another zone. */
const mostBehindMs = 26 * 3_600_000;

/** Days are counted by what events say; this many times the requested runs make up for those that are counted twice. */
const margin = 2;

/** When pipelines of these names last started, unix ms; 0 when they only ever missed. One that was never seen is not among them. */
const lastStarts = async (telemetry: TelemetryClient, names: readonly string[]): Promise<LastStart[]> =>
  names.length === 0
    ? []
    : telemetry.rows(
        `SELECT ${namespaceSql} AS namespace, PipelineName AS name, ${unixMs('max(LastStartAt)')} AS lastStartedAtMs
         FROM pipeline_days WHERE PipelineName IN ({names:Array(String)}) GROUP BY namespace, name`,
        { names },
      );

export const createPipelineReader = (telemetry: TelemetryClient) => ({
  lastStarts: (names: readonly string[]) => lastStarts(telemetry, names),

  /** Every pipeline of these names, in all namespaces, with its newest runs. */
  summariesOf: (names: readonly string[], runsEach: number): Promise<PipelineSummary[]> =>
    byPortions([...new Set(names)], (portion) => readSummaries(telemetry, runsEach, { names: portion })),

  /** Every pipeline, or those named, with its newest runs. */
  async summaries(runsEach: number, only?: readonly PipelineName[]): Promise<PipelineSummary[]> {
    if (only === undefined) return readSummaries(telemetry, runsEach);
    return byPortions(
      only.map(({ namespace, name }) => JSON.stringify([namespace, name])),
      (portion) =>
        readSummaries(telemetry, runsEach, namedIn(portion.map((text) => JSON.parse(text) as [string, string]))),
    );
  },

  /**
   * Pipelines whose latest run declared a schedule. Of each that ever did, reads the runs of the day of that run and of the last two days:
   * an event that does not repeat when its run started may count for the next day.
   */
  async scheduled(): Promise<ScheduledPipeline[]> {
    return rowsOfRuns<ScheduledPipeline>(
      telemetry,
      (folded) => `WITH
         declared AS (
           SELECT PipelineName, ${namespaceSql} AS namespace, toDate(max(LastStartAt)) AS last, arrayJoin([last - 1, last, toDate(max(Declared).1)]) AS day
           FROM pipeline_days GROUP BY PipelineName, namespace HAVING max(Declared).2 != ''
         ),
         latest AS (
           SELECT RunId FROM (
             SELECT RunId, PipelineName, StartedAt, ${namespaceSql} AS namespace FROM runs
             WHERE PipelineName IN (SELECT PipelineName FROM declared) AND toDate(StartedAt) IN (SELECT day FROM declared)
           ) AS run INNER JOIN declared USING (PipelineName, namespace) WHERE toDate(StartedAt) = declared.day
         )
       SELECT namespace, name, run.1 AS lastStartedAtMs, run.2 AS schedule, nullIf(run.3, '') AS timeZone, nullIf(run.4, '') AS deadline,
         nullIf(run.5, '') AS owner, nullIf(run.6, '') AS criticality
       FROM (
         SELECT ${namespaceSql} AS namespace, PipelineName AS name,
           max((${unixMs('StartedAt')}, trimBoth(PipelineSchedule), PipelineTimeZone, PipelineDeadline, PipelineOwner, PipelineCriticality)) AS run
         FROM ${folded('RunId IN (SELECT RunId FROM latest)')} WHERE Missed = 0 GROUP BY namespace, name
       ) WHERE schedule != '' ORDER BY namespace, name`,
    );
  },

  /** Runs of these pipelines that started at `fromMs` or later, or came in since then, newest first; not those that were missed. */
  async starts(names: readonly string[], fromMs: number): Promise<RunStart[]> {
    if (names.length === 0) return [];
    const rows = await rowsOfRuns<StartRow>(
      telemetry,
      (folded) => `SELECT ${namespaceSql} AS namespace, PipelineName AS name, ${unixMs('StartedAt')} AS startedAtMs,
         nullIf(PipelineSchedule, '') AS schedule, nullIf(PipelineTimeZone, '') AS timeZone, ${arrivalColumns}
       FROM ${folded()} WHERE StartedAt >= ${instantSql(fromMs - mostBehindMs)} AND (StartedAt >= ${instantSql(fromMs)} OR FirstSeenAt >= ${instantSql(fromMs)})
         AND PipelineName IN ({names:Array(String)}) AND Missed = 0
       ORDER BY startedAtMs DESC LIMIT 100000`,
      { names },
    );
    return rows.map(startOf);
  },
});

/** Runs of the days on which the newest of each pipeline started, not all runs. */
const newestSql = (runsEach: number, ofName: string): string => `
  days AS (
    SELECT PipelineName, PipelineNamespace, Day, uniqMerge(Runs) AS runs, max(FreshAt) AS freshAt,
      sum(runs) OVER (PARTITION BY PipelineName, PipelineNamespace ORDER BY Day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - runs AS newer
    FROM pipeline_days WHERE ${ofName} GROUP BY PipelineName, PipelineNamespace, Day
  ),
  since AS (
    SELECT PipelineName, PipelineNamespace, minIf(Day, newer < ${margin * runsEach}) AS day, ${unixMs('max(freshAt)')} AS freshAtMs
    FROM days GROUP BY PipelineName, PipelineNamespace
  ),
  newest AS (
    SELECT runs.RunId, runs.PipelineName, max(since.freshAtMs) AS freshAtMs FROM runs INNER JOIN since USING (PipelineName, PipelineNamespace)
    WHERE StartedAt >= (SELECT toDateTime64(min(day), 9, 'UTC') FROM since) AND StartedAt >= since.day GROUP BY runs.RunId, runs.PipelineName
  )`;

/** Which pipelines are read: those of these names, or of these only by namespace and name. */
interface Wanted {
  readonly names: readonly string[];
  readonly keys?: readonly string[];
}

const namedIn = (pipelines: readonly (readonly [namespace: string, name: string])[]): Wanted => ({
  names: [...new Set(pipelines.map(([, name]) => name))],
  keys: pipelines.map(([namespace, name]) => `${namespace}\n${name}`),
});

const readSummaries = async (
  telemetry: TelemetryClient,
  runsEach: number,
  { names, keys }: Partial<Wanted> = {},
): Promise<PipelineSummary[]> => {
  const ofName = names === undefined ? '1' : 'PipelineName IN ({names:Array(String)})';
  const ofKey = keys === undefined ? '1' : "concat(namespace, '\\n', name) IN ({keys:Array(String)})";
  return rowsOfRuns<PipelineSummary>(
    telemetry,
    (folded) => `WITH ${newestSql(runsEach, ofName)}
     SELECT namespace, name, max(freshAtMs) AS freshAtMs,
       arrayMap(position -> position.2, groupArraySorted(${runsEach})((-startedAtMs, runId))) AS runIds
     FROM (
       SELECT RunId AS runId, ${namespaceSql} AS namespace, PipelineName AS name, ${unixMs('StartedAt')} AS startedAtMs
       FROM ${folded()} WHERE RunId IN (SELECT RunId FROM newest) AND Missed < 2 AND ${ofName} AND ${ofKey}
     ) AS folded INNER JOIN newest ON folded.runId = newest.RunId AND folded.name = newest.PipelineName
     GROUP BY namespace, name ORDER BY namespace, name`,
    { ...(names !== undefined && { names }), ...(keys !== undefined && { keys }) },
  );
};

const startOf = (row: StartRow): RunStart => {
  const { namespace, name, startedAtMs, schedule, timeZone } = row;
  const start = { namespace, name, startedAtMs, schedule, timeZone };
  return clockLagOf(row) === null ? start : { ...start, possibleStartsMs: possibleStarts(row) };
};

export type PipelineReader = ReturnType<typeof createPipelineReader>;
