import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleSections } from '@sightglass/model';
import { databaseSample } from '@sightglass/model/rest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../examples/flights/src/warehouse/postgres/server.ts';
import { startTdsServer } from '../../../../test/tds-server/server.ts';
import { readTarget } from '../target/read-target.ts';
import { sample } from './sample.ts';

let postgres: PostgresServer;
let admin: pg.Client;
beforeAll(async () => {
  postgres = await startPostgresServer();
  const preload = new pg.Client({ connectionString: postgres.url });
  await preload.connect();
  await preload.query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  await preload.query('ALTER SYSTEM SET max_prepared_transactions = 2');
  await preload.end();
  await postgres.crash();
  await postgres.restart();
  admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(
    "CREATE TABLE flights (id int PRIMARY KEY, name text); INSERT INTO flights VALUES (1, 'a'), (2, 'b')",
  );
});
afterAll(async () => {
  await admin.end();
  await postgres[Symbol.asyncDispose]();
});

const sampled = async () => databaseSample.parse(await sample(readTarget(postgres.url), { timeoutMs: 30_000 }));

test('statements are there when their extension is, and missing otherwise without hiding anything else', async () => {
  const without = await sampled();
  expect(Object.keys(without.unavailable)).toEqual(['statements']);
  expect(Object.keys(without.sections)).toEqual(sampleSections.filter((section) => section !== 'statements'));
  await admin.query('CREATE EXTENSION pg_stat_statements');
  await admin.query("SELECT name FROM flights WHERE name = 'hush'");
  await admin.query('ANALYZE flights');
  const { sections, unavailable } = await sampled();
  expect(unavailable).toEqual({});
  expect(sections.statements?.some(({ statement }) => String(statement).includes('FROM flights'))).toBe(true);
  expect(sections.database).toMatchObject([{ name: 'postgres', standby: false, max_connections: 20 }]);
  const [{ bytes } = {}] = (
    await admin.query<{ bytes: number }>("SELECT pg_total_relation_size('flights')::int AS bytes")
  ).rows;
  expect(sections.tables).toMatchObject([{ relation: 'flights', live_rows: 2, bytes }]);
});

test('looking into a database adds no rollbacks to those of its programs, but of what could not be read', async () => {
  await admin.query('CREATE DATABASE watched');
  const target = readTarget(postgres.url.replace(/[^/]*$/, 'watched'));
  const { sections, unavailable } = databaseSample.parse(await sample(target, { timeoutMs: 30_000 }));
  const counted = async () => {
    const sql =
      "SELECT xact_commit::int AS commits, xact_rollback::int AS rollbacks FROM pg_stat_database WHERE datname = 'watched'";
    return (await admin.query<{ commits: number; rollbacks: number }>(sql)).rows[0];
  };
  await expect.poll(counted, { timeout: 60_000 }).toEqual({
    commits: expect.toSatisfy((commits: number) => commits >= Object.keys(sections).length),
    rollbacks: Object.keys(unavailable).length,
  });
});

test('a table that was never counted has no size rather than none', async () => {
  await admin.query("CREATE TABLE fresh AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 100)");
  const freshly = async () => (await sampled()).sections.tables?.find(({ relation }) => relation === 'fresh');
  expect(await freshly()).toMatchObject({ bytes: null });
  await admin.query('DROP TABLE fresh');
});

test('rows do not fall when the statistics are reset, as after a crash', async () => {
  await admin.query('CREATE TABLE kept AS SELECT * FROM generate_series(1, 100); ANALYZE kept');
  await admin.query("SELECT pg_stat_reset_single_table_counters('kept'::regclass)");
  const { sections } = await sampled();
  expect(sections.tables?.find(({ relation }) => relation === 'kept')).toMatchObject({ live_rows: 100 });
  await admin.query('DROP TABLE kept');
});

test('a blocker that is idle in its transaction is named, with the run it works for, and no data of anybody', async () => {
  const session = (name: string) => new pg.Client({ connectionString: postgres.url, application_name: name });
  const traceparent = 'sg 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const [idle, waiting] = [session(traceparent), session('nightly')];
  await idle.connect();
  await waiting.connect();
  await idle.query('BEGIN');
  await idle.query("UPDATE flights SET name = 'hush' WHERE id = 1");
  const blocked = waiting.query("UPDATE flights SET name = 'hush too' WHERE id = 1");
  const blockers = async () => (await sampled()).sections.blockers ?? [];
  await expect.poll(async () => (await blockers()).length, { timeout: 60_000 }).toBe(1);
  const { sections } = await sampled();
  expect(sections.blockers).toMatchObject([
    {
      blocked_application: 'nightly',
      blocker_application: traceparent,
      blocker_state: 'idle in transaction',
      blocker_statement: 'UPDATE flights SET name = ? WHERE id = ?',
    },
  ]);
  expect(sections.waits).toEqual(expect.arrayContaining([{ wait_type: 'Lock', wait: 'transactionid', sessions: 1 }]));
  expect(sections.transactions?.[0]).toMatchObject({ application: traceparent, state: 'idle in transaction' });
  expect(sections.locks?.some(({ relation, granted }) => relation === 'flights' && granted === true)).toBe(true);
  expect(JSON.stringify(sections)).not.toContain('hush');
  await idle.query('ROLLBACK');
  await blocked;
  await Promise.all([idle.end(), waiting.end()]);
});

test('a prepared transaction that holds a lock is named, although it has no session', async () => {
  const [waiting, names] = [new pg.Client({ connectionString: postgres.url }), ['nightly', 'other']];
  await waiting.connect();
  for (const [index, name] of names.entries())
    for (const text of [
      'BEGIN',
      `UPDATE flights SET name = 'z' WHERE id = ${index + 1}`,
      `PREPARE TRANSACTION '${name}'`,
    ])
      await admin.query(text);
  const blocked = waiting.query("UPDATE flights SET name = 'y' WHERE id = 2");
  const blockers = async () => (await sampled()).sections.blockers;
  await expect
    .poll(blockers)
    .toMatchObject([{ blocker_pid: 0, blocker_application: 'prepared transaction other', blocker_state: 'prepared' }]);
  const { sections } = await sampled();
  expect(sections.transactions?.map(({ application, state }) => [application, state])).toEqual(
    expect.arrayContaining(names.map((name) => [`prepared transaction ${name}`, 'prepared'])),
  );
  for (const name of names) await admin.query(`ROLLBACK PREPARED '${name}'`);
  await blocked;
  await waiting.end();
});

test('sessions whose activities are not tracked are not shown as nobody waiting and no transaction open', async () => {
  const options = { connectionString: postgres.url, options: '-c track_activities=off' };
  const [holding, waiting] = [new pg.Client(options), new pg.Client(options)];
  for (const session of [holding, waiting]) await session.connect();
  for (const text of ['BEGIN', 'LOCK TABLE flights IN ACCESS EXCLUSIVE MODE']) await holding.query(text);
  const blocked = waiting.query('SELECT 1 FROM flights').catch(() => undefined);
  await expect
    .poll(async () => (await sampled()).sections.waits)
    .toEqual([{ wait_type: 'Lock', wait: 'relation', sessions: 1 }]);
  const { sections } = await sampled();
  expect(sections.transactions).toHaveLength(2);
  expect(sections.transactions).toContainEqual(
    expect.objectContaining({ state: 'not known, as track_activities is off', seconds_open: null }),
  );
  expect(sections.blockers).toHaveLength(1);
  await holding.query('COMMIT');
  await blocked;
  for (const session of [holding, waiting]) await session.end();
});

test('a table somebody has locked for himself alone does not make the sample wait', async () => {
  await admin.query('BEGIN; LOCK TABLE flights IN ACCESS EXCLUSIVE MODE');
  const { unavailable, sections } = await sampled();
  await admin.query('ROLLBACK');
  expect(unavailable).toEqual({});
  expect(sections.tables).toHaveLength(1);
});

test('what a login may not see is not available, with the GRANT to run: it is not shown as nobody there and nobody waiting', async () => {
  await admin.query(`CREATE ROLE "night watch" LOGIN PASSWORD 'pw'`);
  const target = { ...readTarget(postgres.url), user: 'night watch', password: 'pw' };
  const seen = async () => databaseSample.parse(await sample(target, { timeoutMs: 30_000 }));
  const blind = await seen();
  const why = 'this login does not see what the sessions of others do; run: GRANT pg_monitor TO "night watch"';
  expect(blind.unavailable).toEqual(
    Object.fromEntries(['sessions', 'blockers', 'waits', 'transactions', 'statements'].map((name) => [name, why])),
  );
  expect(Object.keys(blind.sections)).toEqual(['locks', 'tables', 'database']);
  expect(blind.sections.database).toMatchObject([{ connections: null, max_connections: 20 }]);
  await admin.query('GRANT pg_monitor TO "night watch"');
  const { sections, unavailable } = await seen();
  expect(unavailable).toEqual({});
  expect(sections.sessions?.length).toBeGreaterThan(0);
  expect(sections.database).toMatchObject([{ connections: expect.any(Number) }]);
  await admin.query('DROP ROLE "night watch"');
});

test('statements are read from whichever schema their extension is in', async () => {
  await admin.query('CREATE SCHEMA "Own Tools"; ALTER EXTENSION pg_stat_statements SET SCHEMA "Own Tools"');
  const { unavailable } = await sampled();
  await admin.query('ALTER EXTENSION pg_stat_statements SET SCHEMA public');
  expect(unavailable).toEqual({});
});

test.each([
  [{ login: '[watch]', edition: 3, server_state: 0, server_performance: 0 }, 'GRANT VIEW SERVER STATE TO [watch]'],
  [{ login: '[watch]', edition: 3, server_state: 0, server_performance: null }, 'GRANT VIEW SERVER STATE TO [watch]'],
  [{ login: '[watch]', edition: 3, server_state: 0, database_state: 1 }, 'GRANT VIEW SERVER STATE TO [watch]'],
  [{ database_user: '[me]', edition: 5, server_state: 0, database_state: 0 }, 'GRANT VIEW DATABASE STATE TO [me]'],
  [{ database_user: '[me]', edition: 5, server_state: 0, database_state: 1 }, undefined],
  [{ login: '[watch]', edition: 3, server_state: 1, server_performance: null }, undefined],
  [{ login: '[watch]', edition: 3, server_state: 0, server_performance: 1 }, undefined],
])('SQL Server, %o: %s', async (rights: Readonly<Record<string, string | number | null>>, grant) => {
  await using server = await startTdsServer({
    reply: (text) => {
      if (text.includes('HAS_PERMS_BY_NAME')) return { columns: Object.keys(rights), rows: [Object.values(rights)] };
      if (text.includes('dm_db_partition_stats'))
        return { error: { number: 262, message: 'VIEW DATABASE STATE permission denied in database.' } };
      return { columns: ['pid'], rows: [] };
    },
  });
  const target = readTarget(`mssql://u:p@127.0.0.1:${server.port}/flights?encrypt=false`);
  const { sections, unavailable } = await sample(target, { timeoutMs: 30_000 });
  expect('blockers' in sections).toBe(grant === undefined);
  expect(unavailable.blockers).toEqual(grant === undefined ? undefined : expect.stringContaining(`run: ${grant}`));
  expect(unavailable.tables).toMatch(/permission denied in database\.; run: GRANT VIEW /);
});

test('rights that cannot be read are no all-clear', async () => {
  await using server = await startTdsServer({
    reply: (text) =>
      text.includes('HAS_PERMS_BY_NAME')
        ? { error: { number: 195, message: 'HAS_PERMS_BY_NAME is not a recognized function.' } }
        : { columns: ['pid'], rows: [] },
  });
  const target = readTarget(`mssql://u:p@127.0.0.1:${server.port}/flights?encrypt=false`);
  const { sections, unavailable } = await sample(target, { timeoutMs: 30_000 });
  expect(Object.keys(sections)).toEqual(['locks', 'tables', 'database', 'statements']);
  expect(unavailable.waits).toContain('is not known: HAS_PERMS_BY_NAME');
});

test('questions to SQL Server reckon with the year 1900, and need nothing newer than compatibility level 100', async () => {
  for (const section of sampleSections) {
    const text = await readFile(new URL(`../../sql/sqlserver/${section}.sql`, import.meta.url), 'utf8');
    const differences = [...text.matchAll(/DATEDIFF\w*\([^()]*\(?/g)].map(([call]) => call);
    for (const call of differences) expect(call).toMatch(/^DATEDIFF_BIG\(second, NULLIF\($/);
    expect(text).not.toMatch(/\b(?:OPENJSON|STRING_AGG|STRING_SPLIT|TRIM|CONCAT_WS|TRANSLATE|JSON_VALUE|IIF|FORMAT)\(/);
    expect(text.replaceAll(/--.*|\bAS \[?\w+/g, '')).not.toMatch(/\bSYS\.|\b(?:DM|Dm)_/);
  }
});

test('a database that is away is said to be', async () => {
  const target = readTarget('postgres://u:p@127.0.0.1:1/x');
  await expect(sample(target, { timeoutMs: 5_000 })).rejects.toMatchObject({ code: 'PROBE_SAMPLE' });
  await expect(sample(readTarget('mysql://u@h/x'), { timeoutMs: 5_000 })).rejects.toThrow('cannot be sampled');
});

test('SQL Server is asked every question, without waiting for locks', async () => {
  await using server = await startTdsServer({
    reply: () => ({ columns: ['pid', 'statement'], rows: [[7, "SELECT 'hush'"]] }),
  });
  const target = readTarget(`mssql://u:p@127.0.0.1:${server.port}/flights?encrypt=false`);
  const { sections } = await sample(target, { timeoutMs: 30_000 });
  expect(Object.keys(sections)).toEqual([...sampleSections]);
  expect(sections.blockers).toEqual([{ pid: 7, statement: 'SELECT ?' }]);
  const queries = server.statements.filter((text) => text.includes('sys.'));
  expect(queries).toHaveLength(sampleSections.length);
  for (const text of queries)
    expect(text).toMatch(/^SET LOCK_TIMEOUT 500; SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;/);
});
