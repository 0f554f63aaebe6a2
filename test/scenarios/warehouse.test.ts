import type { DatabaseLook, Dependency, LogPage, RunDetail } from '@sightglass/model/api';
import pg from 'pg';
import { expect, test } from 'vitest';
import { until } from '../_processes.ts';
import { startFlights, type Flights } from './_flights.ts';

const flightsOfTheDay = 16_712;

const lockFlights = async (connectionString: string, name: string) => {
  const client = new pg.Client({ connectionString, application_name: name });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE flights IN ACCESS EXCLUSIVE MODE');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return { pid: rows[0]?.pid ?? 0, [Symbol.asyncDispose]: () => client.end() };
};

const logsOf = async ({ get }: Flights, filter: string): Promise<LogPage['items']> =>
  (await get<LogPage>(`/api/v1/logs?order=asc&limit=1000&${filter}`)).items;

test('db-lock: the run names who blocks it, and so does the look inside the database, joined to the run', async () => {
  await using flights = await startFlights();
  const run = await (async () => {
    await using lock = await lockFlights(flights.warehouseUrl, 'nightly-reindex');
    const started = flights.startRun('normal');
    const blockers = async (): Promise<DatabaseLook> => flights.get('/api/v1/dependencies/warehouse/sample');
    let look: DatabaseLook | undefined;
    await until('the look inside finds the blocker of the run', async () => {
      look = await blockers();
      return look.sections?.blockers?.length === 1 && look.runs.length === 1;
    });
    const name = `sg 00-${look?.runs[0]?.traceId}-`;
    expect(look?.sections.blockers).toMatchObject([
      {
        blocker_pid: lock.pid,
        blocker_application: 'nightly-reindex',
        blocked_application: expect.stringContaining(name),
      },
    ]);
    await lock[Symbol.asyncDispose]();
    expect(await started.ended).toBe(0);
    const ended = await flights.latestRun();
    expect(look?.runs).toMatchObject([{ runId: ended.runId, pipeline: 'daily-flights' }]);
    const waits = await logsOf(flights, `runId=${ended.runId}&q=${encodeURIComponent('"waiting for a lock"')}`);
    expect(waits.length).toBeGreaterThan(0);
    expect(new Set(waits.map(({ attributes }) => attributes['flights.problem']))).toEqual(
      new Set([`flights is locked by nightly-reindex (pid ${lock.pid})`]),
    );
    return ended;
  })();
  const found = await logsOf(flights, `traceId=${run.traceId}&event=dependency.blocker.found`);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]?.body).toContain('(nightly-reindex), idle in transaction, has kept');
  expect(run).toMatchObject({ state: 'succeeded', balanced: true, rows: { written: flightsOfTheDay } });
  expect(run.stages.find(({ name }) => name === 'load')?.retries).toBeGreaterThan(0);
}, 240_000);

interface AuditRow {
  readonly run_id: string;
  readonly stage: string | null;
  readonly state: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** What the audit table of the warehouse tells of a run, in the words of the API. */
const audited = ({ select }: Flights, { runId }: RunDetail): Promise<readonly AuditRow[]> =>
  select(`SELECT stage, state, json_build_object('read', rows_read, 'written', rows_written, 'rejected', rows_rejected,
    'filtered', rows_filtered, 'deduplicated', rows_deduplicated, 'unmatched', rows_unmatched) AS rows
    FROM sightglass_audit WHERE run_id = '${runId}' ORDER BY stage COLLATE "C" NULLS FIRST`);

const told = ({ state, rows, stages }: RunDetail) => [
  { stage: null, state, rows },
  ...stages
    .map((one) => ({ stage: one.name, state: one.state, rows: one.rows }))
    .sort((one, other) => (one.stage < other.stage ? -1 : 1)),
];

const changesOf = async (flights: Flights): Promise<readonly [at: string, state: string | undefined][]> =>
  (await logsOf(flights, 'event=dependency.state.changed')).map(({ timestamp, attributes }) => [
    timestamp,
    attributes['dependency.state'],
  ]);

test('db-down: nothing stays of the run that failed, the next one loads each flight once, and both are told as they were', async () => {
  await using flights = await startFlights({ outageMs: 12_000 });
  const warehouse = (): Promise<Dependency> => flights.get('/api/v1/dependencies/warehouse');
  await until('the warehouse is known to be up', async () => (await warehouse()).state === 'up');

  expect(await flights.startRun('db-down').ended).toBe(1);
  const failed = await flights.latestRun();
  expect(failed).toMatchObject({ state: 'failed', failedStage: 'load', rows: { written: 0 } });
  expect(failed.failure?.message).toContain('is away');
  expect(await flights.select('SELECT * FROM flights')).toEqual([]);

  await until('the warehouse is known to be up again', async () => (await warehouse()).state === 'up');
  const changes = (await changesOf(flights)).filter(([at]) => at > failed.startedAt);
  expect(changes.map(([, state]) => state)).toEqual(['degraded', 'down', 'degraded', 'up']);
  const { recentChecks, since } = await warehouse();
  const downAt = Date.parse(changes.find(([, state]) => state === 'down')?.[0] ?? '');
  const atDown = recentChecks.findIndex(({ checkedAt }) => Date.parse(checkedAt) === downAt);
  expect(recentChecks.slice(atDown - 2, atDown + 1).map(({ outcome }) => outcome)).toEqual(Array(3).fill('failed'));
  expect(Date.parse(since ?? '')).toBe(Date.parse(changes.at(-1)?.[0] ?? ''));

  expect(await flights.startRun('normal').ended).toBe(0);
  const next = await flights.latestRun();
  expect(next).toMatchObject({ state: 'succeeded', balanced: true, rows: { written: flightsOfTheDay } });
  expect(
    await flights.select(`SELECT count(*)::integer AS flights, array_agg(DISTINCT run_id) AS runs,
      count(DISTINCT (departed_at, origin, destination, delay_minutes, distance_miles))::integer AS different FROM flights`),
  ).toEqual([{ flights: flightsOfTheDay, different: flightsOfTheDay, runs: [next.runId] }]);

  expect(await audited(flights, failed)).toEqual(told(failed));
  expect(await audited(flights, next)).toEqual(told(next));
}, 240_000);
