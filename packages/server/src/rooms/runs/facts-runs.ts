import { noPlans, type Plans } from '../../plans/plans.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { searchBackwards, type TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { instantSql } from '../../storage/telemetry/time-sql.ts';
import { type BareFacts, ownerColumns, runColumns, runFactsOf, type RunFacts, type RunRow } from './facts.ts';
import { deadlinesOf } from './deadlines/facts-deadlines.ts';
import { readDoubts } from './facts-doubts.ts';
import { type FoldedRuns, rowsOfRuns } from './identity/facts-folded.ts';
import { runKey, type RunName, type RunOwner } from './identity/run-name.ts';
import type { RunFilter } from './list/filter.ts';
import { isNewestFirst } from './list/order.ts';
import { type Pace, paceIn } from './succeeded/facts-pace.ts';
import { createSuccessReader } from './succeeded/facts-succeeded.ts';
import { selectNames } from './list/facts-select-names.ts';
import { isShown } from './list/facts-run-sql.ts';

const dayMs = 86_400_000;
const monthMs = 31 * dayMs;

/** Runs with the settings that were in force when they started. */
export const createRunReader = (telemetry: TelemetryClient, plans: Pick<Plans, 'ofRun'> = noPlans) => {
  const successes = createSuccessReader(telemetry);
  const pace = paceIn(telemetry);

  /** Every run that has one of these ids. */
  const bareByIds = (runIds: readonly string[]): Promise<BareFacts[]> => readByIds(telemetry, plans, runIds);

  /** In the order of the names. */
  const bareByNames = async (names: readonly RunName[]): Promise<BareFacts[]> => {
    const found = new Map((await bareByIds(names.map(({ runId }) => runId))).map((run) => [runKey(run), run]));
    return names.flatMap((name) => found.get(runKey(name)) ?? []);
  };

  /** These runs with their doubts, which are read after them: a run that has ended has all of its own. */
  const withDoubts = async (runs: readonly BareFacts[]): Promise<RunFacts[]> => {
    const doubts = await readDoubts(telemetry, [...new Set(runs.map(({ runId }) => runId))]);
    return runs.map((run) => ({ ...run, doubts: doubts(run) }));
  };

  const byIds = async (runIds: readonly string[]): Promise<RunFacts[]> => withDoubts(await bareByIds(runIds));
  const byNames = async (names: readonly RunName[]): Promise<RunFacts[]> => withDoubts(await bareByNames(names));

  const namesIn = async (
    filter: RunFilter,
    window: TimeWindow,
    limit: number,
    receptionTime: ReceptionTime,
  ): Promise<RunName[]> => {
    const { sqlOf, parameters } = selectNames(filter, { window, limit, receptionTime });
    return rowsOfRuns<RunName>(telemetry, sqlOf, parameters);
  };

  const names = (filter: RunFilter, limit: number, receptionTime: ReceptionTime): Promise<RunName[]> =>
    searchNames(
      { filter, limit, nowMs: receptionTime.nowMs, windowsMs: windowsOf(pace, filter, limit) },
      (window, missing) => namesIn(filter, window, missing, receptionTime),
    );

  return {
    byIds,
    bareByIds,
    bareByNames,
    withDoubts,

    /** Which runs have these ids, and no more about them. */
    ownersOf: (runIds: readonly string[]): Promise<RunOwner[]> => readOwners(telemetry, runIds),

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

    deadlines: (runs: readonly BareFacts[], receptionTime: ReceptionTime) =>
      deadlinesOf(telemetry, runs, receptionTime),

    /** Up to `each` runs of every pipeline of these names that succeeded last, newest first. */
    async latestSucceeded(names: readonly string[], each: number): Promise<RunFacts[]> {
      return byNames(await successes.latestSucceeded(names, each));
    },
    succeededBefore: successes.succeededBefore,
    succeededBetween: successes.succeededBetween,
  };
};
export type RunReader = ReturnType<typeof createRunReader>;

interface NameSearch {
  readonly filter: RunFilter;
  readonly limit: number;
  readonly nowMs: number;
  readonly windowsMs: readonly number[];
}

const searchNames = (
  { filter, limit, ...search }: NameSearch,
  namesIn: (window: TimeWindow, missing: number) => Promise<RunName[]>,
): Promise<RunName[]> => {
  if (!isNewestFirst(filter)) return namesIn({ fromMs: filter.fromMs, toMs: filter.toMs }, limit);
  const toMs = filter.after === undefined ? filter.toMs : filter.after.startedAtMs + 1;
  return searchBackwards({ fromMs: filter.fromMs, toMs, limit, ...search }, namesIn);
};

/** One pipeline rarely fills a page in a day, unless it is known to succeed so often. */
const windowsOf = (pace: Pace, filter: RunFilter, limit: number): readonly number[] => {
  const { namespace, pipeline, states, runId, idPrefix, error, cause } = filter;
  if (pipeline === undefined) return [dayMs, monthMs];
  const isNarrow = [runId, idPrefix, error, cause].some((wanted) => wanted !== undefined);
  if (namespace === undefined || isNarrow || states?.includes('succeeded') === false) return [monthMs];
  const guessMs = pace.windowMs({ namespace, pipeline }, limit) ?? monthMs;
  return guessMs < monthMs ? [guessMs, monthMs] : [monthMs];
};

const readByIds = async (
  telemetry: TelemetryClient,
  plans: Pick<Plans, 'ofRun'>,
  runIds: readonly string[],
): Promise<BareFacts[]> => {
  const ids = [...new Set(runIds)];
  const selectRuns = (folded: FoldedRuns) =>
    `SELECT ${runColumns} FROM ${folded(ofPortion)} WHERE ${isShown}
      ORDER BY namespace, pipeline`;
  const rows = await byPortions(ids, (portion) => rowsOfRuns<RunRow>(telemetry, selectRuns, { portion }));
  return withOwners(rows).map((row) => plans.ofRun(runFactsOf(row)));
};

const ofPortion = 'RunId IN ({portion:Array(String)})';

type OwnerRow = Pick<RunRow, 'runId' | 'namespace' | 'pipeline' | 'unnamed'>;

const readOwners = async (telemetry: TelemetryClient, runIds: readonly string[]): Promise<RunOwner[]> => {
  const selectOwners = (folded: FoldedRuns) =>
    `SELECT ${ownerColumns} FROM ${folded(ofPortion)} WHERE ${isShown} ORDER BY namespace, pipeline`;
  const rows = await byPortions([...new Set(runIds)], (portion) =>
    rowsOfRuns<OwnerRow>(telemetry, selectOwners, { portion }),
  );
  return withOwners(rows).map(({ unnamed, ...name }) => ({ ...name, ownsUnnamed: unnamed === 1 }));
};

/** The only run of its pipeline that has the id owns what names no namespace, too. */
const withOwners = <Row extends OwnerRow>(rows: readonly Row[]): Row[] => {
  const alike = Map.groupBy(rows, ({ runId, pipeline }) => JSON.stringify([runId, pipeline]));
  return rows.map((row) =>
    alike.get(JSON.stringify([row.runId, row.pipeline]))?.length === 1 ? { ...row, unnamed: 1 } : row,
  );
};
