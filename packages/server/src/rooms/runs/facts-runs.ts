import { noPlans, type Plans } from '../../plans/plans.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { searchBackwards, type TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { instantSql, withinSql } from '../../storage/telemetry/time-sql.ts';
import { runColumns, runFactsOf, type RunFacts, type RunRow } from './facts.ts';
import { deadlinesOf } from './deadlines/facts-deadlines.ts';
import { readDoubts } from './facts-doubts.ts';
import { foldedRuns } from './identity/facts-folded.ts';
import { runKey, type RunName } from './identity/run-name.ts';
import type { RunFilter } from './list/filter.ts';
import { isNewestFirst } from './list/order.ts';
import { selectNames } from './list/facts-select-names.ts';
import { finishedDurationMs, finishedState, isShown, nameColumns } from './list/facts-run-sql.ts';

const dayMs = 86_400_000;
const windowsMs = [dayMs, 31 * dayMs];
/** One pipeline rarely fills a page in a day. */
const windowsOfPipelineMs = [31 * dayMs];

/** Runs with the settings that were in force when they started. */
export const createRunReader = (telemetry: TelemetryClient, plans: Pick<Plans, 'ofRun'> = noPlans) => {
  /** Every run that has one of these ids. */
  const byIds = (runIds: readonly string[]): Promise<RunFacts[]> => readByIds(telemetry, plans, runIds);

  /** In the order of the names. */
  const byNames = async (names: readonly RunName[]): Promise<RunFacts[]> => {
    const found = new Map((await byIds(names.map(({ runId }) => runId))).map((run) => [runKey(run), run]));
    return names.flatMap((name) => found.get(runKey(name)) ?? []);
  };

  const namesIn = async (
    filter: RunFilter,
    window: TimeWindow,
    limit: number,
    receptionTime: ReceptionTime,
  ): Promise<RunName[]> => {
    const { sql, parameters } = selectNames(await foldedRuns(telemetry), filter, { window, limit, receptionTime });
    return telemetry.rows<RunName>(sql, parameters);
  };

  const names = (filter: RunFilter, limit: number, receptionTime: ReceptionTime): Promise<RunName[]> =>
    searchNames(filter, limit, receptionTime.nowMs, (window, missing) =>
      namesIn(filter, window, missing, receptionTime),
    );

  return {
    byIds,
    byNames,

    /** The runs these traces belong to, if they started at `sinceMs` or later. */
    async byTraceIds(traceIds: readonly string[], sinceMs: number): Promise<RunFacts[]> {
      if (traceIds.length === 0) return [];
      const rows = await telemetry.rows<{ runId: string }>(
        `SELECT DISTINCT RunId AS runId FROM runs WHERE StartedAt >= ${instantSql(sinceMs)} AND TraceId IN ({traceIds:Array(String)}) LIMIT 100`,
        { traceIds },
      );
      const found = await byIds(rows.map(({ runId }) => runId));
      return found.filter(({ traceId }) => traceId !== null && traceIds.includes(traceId));
    },

    /** Names of up to `limit` runs, newest first unless the filter orders them otherwise. */
    names,

    /** The same runs whole. */
    async list(filter: RunFilter, limit: number, receptionTime: ReceptionTime): Promise<RunFacts[]> {
      return byNames(await names(filter, limit, receptionTime));
    },

    deadlines: (runs: readonly RunFacts[], receptionTime: ReceptionTime) => deadlinesOf(telemetry, runs, receptionTime),

    /** Up to `each` runs of every pipeline of these names that succeeded last, newest first. */
    async latestSucceeded(names: readonly string[], each: number): Promise<RunFacts[]> {
      return byNames(await selectLatestSucceeded(telemetry, names, each));
    },

    /** Up to `each` runs of every one of these pipelines that succeeded last before its time, newest first. */
    async succeededBefore(pipelines: readonly PipelineBefore[], each: number): Promise<SucceededRun[]> {
      const recent = await selectSucceeded(telemetry, pipelines, each, windowBeforeMs);
      const found = Map.groupBy(recent, keyOf);
      const seldom = pipelines.filter((one) => (found.get(keyOf(one))?.length ?? 0) < each);
      const older = await selectSucceeded(telemetry, seldom, each, undefined);
      const reread = new Set(seldom.map(keyOf));
      return [...recent.filter((run) => !reread.has(keyOf(run))), ...older];
    },

    /** The runs of every one of these pipelines that succeeded in [fromMs, beforeMs); of very many the latest. */
    async succeededBetween(
      pipelines: readonly (PipelineBefore & { readonly fromMs: number })[],
    ): Promise<SucceededRun[]> {
      if (pipelines.length === 0) return [];
      const windowMs =
        Math.min(...pipelines.map(({ beforeMs }) => beforeMs)) - Math.min(...pipelines.map(({ fromMs }) => fromMs));
      return selectSucceeded(telemetry, pipelines, mostBetween, Math.max(0, windowMs));
    },
  };
};
export type RunReader = ReturnType<typeof createRunReader>;

const searchNames = (
  filter: RunFilter,
  limit: number,
  nowMs: number,
  namesIn: (window: TimeWindow, missing: number) => Promise<RunName[]>,
): Promise<RunName[]> => {
  if (!isNewestFirst(filter)) return namesIn({ fromMs: filter.fromMs, toMs: filter.toMs }, limit);
  const toMs = filter.after === undefined ? filter.toMs : filter.after.startedAtMs + 1;
  const windows = filter.pipeline === undefined ? windowsMs : windowsOfPipelineMs;
  return searchBackwards({ fromMs: filter.fromMs, toMs, nowMs, windowsMs: windows, limit }, namesIn);
};

const readByIds = async (
  telemetry: TelemetryClient,
  plans: Pick<Plans, 'ofRun'>,
  runIds: readonly string[],
): Promise<RunFacts[]> => {
  const ids = [...new Set(runIds)];
  const selectRuns = `SELECT ${runColumns} FROM ${await foldedRuns(telemetry)} WHERE RunId IN ({portion:Array(String)}) AND ${isShown}
      ORDER BY namespace, pipeline`;
  const rows = await byPortions(ids, (portion) => telemetry.rows<RunRow>(selectRuns, { portion }));
  // After them: a run that has ended has all its doubts.
  const doubts = await readDoubts(telemetry, ids);
  const alike = Map.groupBy(rows, ({ runId, pipeline }) => JSON.stringify([runId, pipeline]));
  return rows.map((row) => {
    const isOnly = alike.get(JSON.stringify([row.runId, row.pipeline]))?.length === 1;
    const facts = runFactsOf({ ...row, unnamed: isOnly ? 1 : row.unnamed }, []);
    return plans.ofRun({ ...facts, doubts: doubts(facts) });
  });
};

const selectLatestSucceeded = async (
  telemetry: TelemetryClient,
  names: readonly string[],
  each: number,
): Promise<RunName[]> => {
  const source = await foldedRuns(telemetry);
  return byPortions(names, (portion) =>
    telemetry.rows<RunName>(
      `SELECT ${nameColumns} FROM ${source} WHERE PipelineName IN ({portion:Array(String)}) AND ${finishedState} = 'succeeded'
       ORDER BY StartedAt DESC, RunId DESC LIMIT ${each} BY namespace, pipeline`,
      { portion },
    ),
  );
};

/** So many of a pipeline. */
const mostBetween = 2_000;

/** A pipeline that runs daily succeeds twenty times in so long. */
const windowBeforeMs = 31 * dayMs;

export interface PipelineBefore {
  readonly namespace: string;
  readonly pipeline: string;
  /** Unix time in milliseconds. */
  readonly beforeMs: number;
}

export interface SucceededRun extends RunName {
  readonly startedAtMs: number;
  readonly durationMs: number;
}

const keyOf = ({ namespace, pipeline }: Pick<PipelineBefore, 'namespace' | 'pipeline'>): string =>
  `${namespace}\n${pipeline}`;

/** So many long names fit a statement. */
const mostNamed = 50;

/** `windowMs`: only such that started so long before the earliest of these times. */
const selectSucceeded = async (
  telemetry: TelemetryClient,
  pipelines: readonly PipelineBefore[],
  each: number,
  windowMs: number | undefined,
): Promise<SucceededRun[]> => {
  if (pipelines.length > mostNamed) {
    const [some, others] = [pipelines.slice(0, mostNamed), pipelines.slice(mostNamed)];
    return (await Promise.all([some, others].map((part) => selectSucceeded(telemetry, part, each, windowMs)))).flat();
  }
  if (pipelines.length === 0) return [];
  const times = pipelines.map(({ beforeMs }) => beforeMs);
  const fromMs = windowMs === undefined ? undefined : Math.min(...times) - windowMs;
  const conditions = [
    ...withinSql('StartedAt', { fromMs, toMs: Math.max(...times) }),
    'PipelineName IN ({names:Array(String)})',
    `${finishedState} = 'succeeded'`,
    `startedAtMs < toInt64(transform(concat(namespace, '\\n', pipeline), {keys:Array(String)}, {times:Array(String)}, '0'))`,
  ];
  return telemetry.rows<SucceededRun>(
    `SELECT ${nameColumns}, toUnixTimestamp64Milli(StartedAt) AS startedAtMs,
       ${finishedDurationMs} AS durationMs
     FROM ${await foldedRuns(telemetry)} WHERE ${conditions.join(' AND ')}
     ORDER BY startedAtMs DESC, runId DESC LIMIT ${each} BY namespace, pipeline`,
    {
      names: [...new Set(pipelines.map(({ pipeline }) => pipeline))],
      keys: pipelines.map(keyOf),
      times: times.map(String),
    },
  );
};
