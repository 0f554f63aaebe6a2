import type { SampledDatabase, DatabaseStatus, LogPage, RunDatabases, RunDetail } from '@sightglass/model/rest';
import pg from 'pg';
import { expect, test } from 'vitest';
import { until } from '../_processes.ts';
import { type Flights, stageOf } from './_flights.ts';

const flightsOfTheDay = 16_712;
const waiting = `q=${encodeURIComponent('"waiting for a lock"')}`;
const heldBy = (session: number): string => `q=${encodeURIComponent(`pipeline.db.lock.holder.session:${session}`)}`;

/** What the server shows of a warehouse that is locked, or away. */
export const warehouseScenarios = (flights: Flights): void => {
  lockedScenario(flights);
  awayScenario(flights);
};

const logsOf =
  ({ get }: Flights) =>
  async (filter: string): Promise<LogPage['items']> =>
    (await get<LogPage>(`/api/v1/logs?order=asc&limit=1000&${filter}`)).items;

const lockedScenario = (flights: Flights): void => {
  const { startRun, get, warehouseUrl } = flights;
  const logs = logsOf(flights);

  /** Holds the flights in a session of somebody else's until disposed. */
  const lockFlights = async (name: string) => {
    const client = new pg.Client({ connectionString: warehouseUrl, application_name: name });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE flights IN ACCESS EXCLUSIVE MODE');
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return { pid: rows[0]?.pid ?? NaN, [Symbol.asyncDispose]: () => client.end() };
  };

  /** The look inside the warehouse that finds a run waiting. */
  const sampleBlockers = async (): Promise<SampledDatabase> => {
    let sampled: SampledDatabase | undefined;
    const isBlocked = async (): Promise<boolean> => {
      sampled = await get<SampledDatabase>('/api/v1/dependencies/warehouse/sample');
      return (sampled.sections?.blockers ?? []).length > 0;
    };
    await until('a look inside the warehouse finds somebody blocked', isBlocked, { withinMs: 80_000 });
    return sampled as SampledDatabase;
  };

  test('db-lock: the run names who blocks it, and so does the look inside the database, joined to the run', async () => {
    const blocker = { name: 'nightly-reindex', pid: NaN };
    const { started, sampled } = await (async () => {
      await using lock = await lockFlights(blocker.name);
      blocker.pid = lock.pid;
      const normal = startRun('normal');
      const found = await sampleBlockers();
      await until('the run has waited in vain', async () => (await logs(waiting)).length > 0);
      await until('the run has named who holds the lock', async () => (await logs(heldBy(lock.pid))).length > 0);
      return { started: normal, sampled: found };
    })();
    expect(await started.ended).toBe(0);
    const run = await started.readRun();

    expect(sampled.sections.blockers).toMatchObject([
      {
        blocker_pid: blocker.pid,
        blocker_application: blocker.name,
        blocked_application: expect.stringContaining(`sg 00-${run.traceId}-`),
      },
    ]);
    expect(sampled.runs).toMatchObject([{ runId: run.runId, traceId: run.traceId, pipeline: run.pipeline }]);
    const found = await logs(`traceId=${run.traceId}&event=pipeline.dependency.blocker.found`);
    expect(found[0]?.body).toContain(`session ${blocker.pid} (${blocker.name}), idle in transaction, has kept`);

    const waits = await logs(`runId=${run.runId}&${waiting}`);
    expect(new Set(waits.map(({ attributes }) => attributes['flights.problem']))).toEqual(
      new Set([`flights is locked by ${blocker.name} (pid ${blocker.pid})`]),
    );
    expect(stageOf(run, 'load').retries).toBe(waits.length);
    const { items } = await get<RunDatabases>(`/api/v1/runs/${run.runId}/databases`);
    expect(items[0]?.lockHolders).toMatchObject([
      {
        session: String(blocker.pid),
        application: blocker.name,
        state: 'idle in transaction',
        since: expect.stringMatching(/^20/),
        isCertain: true,
        run: null,
      },
    ]);
    expect(run).toMatchObject({ state: 'succeeded', balanced: true, rows: { written: flightsOfTheDay } });
  });
};

const awayScenario = (flights: Flights): void => {
  const { startRun, get, select } = flights;
  const logs = logsOf(flights);

  /** What the audit table tells of a run, in the words of the API. */
  const audited = ({ runId }: RunDetail): Promise<readonly object[]> =>
    select(`SELECT stage, state, json_build_object('read', coalesce(rows_read, 0), 'written', coalesce(rows_written, 0), 'rejected', coalesce(rows_rejected, 0),
      'filtered', coalesce(rows_filtered, 0), 'deduplicated', coalesce(rows_deduplicated, 0), 'unmatched', coalesce(rows_unmatched, 0)) AS rows
      FROM sightglass_audit WHERE run_id = '${runId}' ORDER BY stage COLLATE "C" NULLS FIRST`);

  const storyOf = ({ state, rows, stages }: RunDetail): readonly object[] => [
    { stage: null, state, rows },
    ...stages
      .map((stage) => ({ stage: stage.name, state: stage.state, rows: stage.rows }))
      .sort((one, other) => (one.stage < other.stage ? -1 : 1)),
  ];

  const warehouse = (): Promise<DatabaseStatus> => get('/api/v1/dependencies/warehouse');

  /** Moments at which the warehouse changed its state, by the state. */
  const changesSince = async (from: string): Promise<readonly (readonly [state: string | undefined, at: number])[]> =>
    (await logs('event=pipeline.dependency.state.changed'))
      .filter(({ timestamp }) => timestamp > from)
      .map(({ timestamp, attributes }) => [attributes['pipeline.dependency.state'], Date.parse(timestamp)]);

  /** `down` with the third failure in a row, `up` again with the second good answer. */
  const expectDownAndUp = async (from: string): Promise<void> => {
    const changes = await changesSince(from);
    expect(changes.map(([state]) => state)).toEqual(['degraded', 'down', 'degraded', 'up']);
    const [downAt, upAt] = [changes[1]?.[1], changes[3]?.[1]];
    const { recentChecks, since } = await warehouse();
    const outcomesUntil = (at = NaN, checks = 1) => {
      const last = recentChecks.findIndex(({ checkedAt }) => Date.parse(checkedAt) === at);
      return recentChecks.slice(last + 1 - checks, last + 1).map(({ outcome }) => outcome);
    };
    expect(outcomesUntil(downAt, 3)).toEqual(['failed', 'failed', 'failed']);
    expect(outcomesUntil(upAt, 2)).toEqual(['well', 'well']);
    expect(Date.parse(since ?? '')).toBe(upAt);
  };

  test('db-down: nothing stays of the run that failed, the next one loads each flight once, both are told as they were', async () => {
    await until('the warehouse is known to be up', async () => (await warehouse()).state === 'up');
    const before = await select('SELECT run_id, count(*) FROM flights GROUP BY run_id');
    const failing = startRun('db-down');
    expect(await failing.ended).toBe(1);
    const failed = await failing.readRun();
    expect(failed).toMatchObject({ state: 'failed', failedStage: 'load', rows: { written: 0 } });
    expect(failed.failure?.message).toMatch(/^the warehouse at 127\.0\.0\.1:\d+ is away: /);
    expect(await select('SELECT run_id, count(*) FROM flights GROUP BY run_id')).toEqual(before);
    const isUpAgain = async () => (await changesSince(failed.startedAt)).at(-1)?.[0] === 'up';
    await until('the warehouse is said to be up again', isUpAgain);
    await expectDownAndUp(failed.startedAt);

    const recovering = startRun('normal');
    expect(await recovering.ended).toBe(0);
    const next = await recovering.readRun();
    expect(next).toMatchObject({ state: 'succeeded', balanced: true, rows: { written: flightsOfTheDay } });
    expect(
      await select(`SELECT count(*)::integer AS flights, array_agg(DISTINCT run_id) AS runs,
        count(DISTINCT (departed_at, origin, destination, delay_minutes, distance_miles))::integer AS different FROM flights`),
    ).toEqual([{ flights: flightsOfTheDay, different: flightsOfTheDay, runs: [next.runId] }]);
    expect(await audited(failed)).toEqual(storyOf(failed));
    expect(await audited(next)).toEqual(storyOf(next));
  });
};
