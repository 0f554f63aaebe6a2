import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { databaseStatements, databaseStatus, databaseTransactions, logPage } from '@sightglass/model/rest';
import { startPostgresServer, type PostgresServer } from '../../examples/flights/src/warehouse/postgres/server.ts';
import { startPostgresStandby } from '../../examples/flights/src/warehouse/postgres/standby.ts';
import { startOtlpServer } from '../../packages/sdk/testing/otlp-server.ts';
import { createWorkspace } from '../../packages/sdk/testing/run-program.ts';
import { createDataDir, startServerProcess } from '../../test/_server.ts';
import { startTdsServer } from '../../test/tds-server/server.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { fencesOf, readPage } from './pages.ts';

const page = readPage('docs/guides/watch-databases.md');
const pages = [page, readPage('docs/guides/recover-from-database-failures.md')];
const snippets = (wanted: string): string[] =>
  pages.flatMap(fencesOf).flatMap(({ language, text }) => (language === wanted ? [text] : []));
const [pingCommand = '', curlCommand = '', workCommands = ''] = snippets('sh');
const [configuration = ''] = snippets('yaml');
const [observePg = '', observeMssql = '', recover = '', movePg = '', moveMssql = ''] = snippets('ts');
const sightglass = join(import.meta.dirname, '../../node_modules/.bin');

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgresServer();
  vi.stubEnv('WAREHOUSE_URL', postgres.url);
  vi.stubEnv('PATH', `${sightglass}:${process.env['PATH']}`);
});
afterAll(() => postgres[Symbol.asyncDispose]());

const shell = async (command: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-e', '-c', command], { timeout: 60_000 })).stdout;

it('the ping is well', async () => {
  expect(await shell(pingCommand)).toMatch(/is healthy[\s\S]*✓ table read/);
});

it('the configuration is taken, the dependency asked, and what it answered is in the logs', async () => {
  const configFile = join(temporaryFolder(), 'sightglass.yaml');
  await writeFile(configFile, configuration);
  await using data = await createDataDir();
  await using server = await startServerProcess(data.path, { configFile });
  const command = curlCommand.replace('http://127.0.0.1:4318', server.url);
  const readDatabase = async () => databaseStatus.parse(JSON.parse(await shell(command)));
  await expect.poll(async () => (await readDatabase()).state, { timeout: 60_000 }).toBe('up');
  expect(await readDatabase()).toMatchObject({ name: 'warehouse', intervalMs: 60_000, lastCheck: { ok: true } });
  const [statements = '', transactions = ''] = await Promise.all(
    workCommands
      .trim()
      .split('\n')
      .map((line) => shell(line.replace('http://127.0.0.1:4318', server.url))),
  );
  expect(databaseStatements.parse(JSON.parse(statements)).items).toEqual([]);
  expect(databaseTransactions.parse(JSON.parse(transactions)).outcomes).toEqual([]);
  const [, query = ''] = /search `(event:[^`]+)`/.exec(page) ?? [];
  const search = async () => {
    const response = await fetch(`${server.url}/api/v1/logs?q=${encodeURIComponent(query)}`);
    return logPage.parse(await response.json()).items.map(({ body }) => body);
  };
  // On a busy machine its first answer may be slow: `degraded`.
  await expect
    .poll(search, { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^warehouse is up, was (?:unknown|degraded)$/));
});

/** A program of the page, whose packages are those of this repository. */
const program = (source: string): string =>
  ['pg', 'mssql'].reduce(
    (text, name) => text.replace(`from '${name}'`, `from ${JSON.stringify(import.meta.resolve(name))}`),
    source,
  );

it.each([
  ['pg', observePg],
  ['mssql', observeMssql],
])('the program that observes %s runs, and its statements arrive', async (_name, source) => {
  await using tds = await startTdsServer({ reply: () => ({ affected: 1 }) });
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const { code, stderr } = await workspace.run(program(source), {
    SIGHTGLASS_URL: server.url,
    SIGHTGLASS_SUMMARY: 'off',
    WAREHOUSE_URL: postgres.url,
    WAREHOUSE: `Server=127.0.0.1,${tds.port};Database=flights;User Id=loader;Password=secret;Encrypt=false`,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(server.spans().some(({ attributes }) => attributes['db.operation.name'] !== undefined)).toBe(true);
});

it('the load that recovers outlives a lock and a server that is killed, with nothing lost and nothing twice', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const locking = new pg.Client({ connectionString: postgres.url });
  locking.on('error', () => undefined);
  await locking.connect();
  await locking.query('CREATE TABLE recovered (id int PRIMARY KEY); BEGIN; LOCK TABLE recovered');
  const env = { SIGHTGLASS_URL: server.url, SIGHTGLASS_SUMMARY: 'off', WAREHOUSE_URL: postgres.url };
  const loading = await workspace.start(program(recover), env);
  await loading.printed('lock-timeout');
  await postgres.crash();
  await loading.printed('refused');
  await postgres.restart();
  const { code, stderr } = await loading.done;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  expect((await client.query('SELECT count(*)::int AS n FROM recovered')).rows).toEqual([{ n: 100 }]);
  await client.end();
  expect(server.events('pipeline.run.finished')[0]?.attributes['pipeline.run.state']).toBe('succeeded');
});

it('the load that recovers waits for a connection when all are taken', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query<{ free: number }>(
    "SELECT current_setting('max_connections')::int - count(*)::int AS free FROM pg_stat_activity WHERE backend_type = 'client backend'",
  );
  const hogs = Array.from({ length: rows[0]?.free ?? 0 }, () => new pg.Client({ connectionString: postgres.url }));
  for (const hog of hogs) await hog.connect();
  const env = { SIGHTGLASS_URL: server.url, SIGHTGLASS_SUMMARY: 'off', WAREHOUSE_URL: postgres.url };
  const loading = await workspace.start(program(recover), env);
  await loading.printed('too-many-connections');
  for (const hog of hogs) await hog.end();
  const { code, stderr } = await loading.done;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await admin.end();
});

const rowsIn = async (connectionString: string, table: string): Promise<number> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  await client.end();
  return rows[0]?.n ?? Number.NaN;
};
const runStatements = async (connectionString: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

it('a load goes on where the standby has become the primary, with nothing lost and nothing twice', async () => {
  await using primary = await startPostgresServer();
  await using standby = await startPostgresStandby(primary);
  const settings = "ALTER SYSTEM SET synchronous_standby_names = '*'";
  await runStatements(primary.url, 'CREATE TABLE moved (id int PRIMARY KEY)', settings, 'SELECT pg_reload_conf()');
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const env = {
    SIGHTGLASS_URL: server.url,
    SIGHTGLASS_SUMMARY: 'off',
    WAREHOUSE_URLS: `${standby.url} ${primary.url}`,
  };
  const loading = await workspace.start(program(movePg), env);
  await expect.poll(() => rowsIn(primary.url, 'moved'), { timeout: 60_000 }).toBeGreaterThan(0);
  await primary.crash();
  await loading.printed('attempt 1');
  await runStatements(standby.url, 'SELECT pg_promote()');
  const { code, stderr } = await loading.done;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await rowsIn(standby.url, 'moved')).toBe(20_000);
  expect(server.events('pipeline.run.finished')[0]?.attributes['pipeline.run.state']).toBe('succeeded');
  const list = standby.url.replace('@', `@${new URL(primary.url).host},`);
  expect(await shell(`sightglass ping '${list}?target_session_attrs=primary'`)).toMatch(
    /is healthy[\s\S]*✕ .* refused[\s\S]*✓ .* primary/,
  );
});

it('a load goes on at the SQL Server that lets it in', async () => {
  const mirror = { number: 954, severity: 14, message: 'The database cannot be opened. It is acting as a mirror.' };
  await using second = await startTdsServer({ login: { error: mirror } });
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const at = (port: number) => `Server=127.0.0.1,${port};Database=flights;User Id=loader;Password=secret;Encrypt=false`;
  const first = await startTdsServer();
  const env = {
    SIGHTGLASS_URL: server.url,
    SIGHTGLASS_SUMMARY: 'off',
    WAREHOUSES: `${at(second.port)}|${at(first.port)}`,
  };
  const loading = await workspace.start(program(moveMssql), env);
  await expect.poll(() => first.statements.length, { timeout: 60_000 }).toBeGreaterThan(4);
  await first[Symbol.asyncDispose]();
  await loading.printed('attempt 1');
  second.script = {};
  const { code, stderr } = await loading.done;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const loaded = [...first.statements, ...second.statements].flatMap(
    (text) => /INSERT.* day = (\d+)/.exec(text)?.[1] ?? [],
  );
  expect(new Set(loaded).size).toBe(200);
  expect(second.statements.length).toBeGreaterThan(0);
});
