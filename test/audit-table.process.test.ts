import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPage, type Run } from '@sightglass/model/rest';
import { auditDdl } from '@sightglass/sdk';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { startServe, type ServerProcess } from '../packages/cli/testing/run-server.ts';
import { createWorkspace, patient } from '../packages/sdk/testing/run-program.ts';
import { startTestPostgres, type TestPostgres } from '../packages/server/src/storage/state/_postgres.ts';
import { logBodies, logCount, metric, runDetail, runsOf } from './_api.ts';

/** What an ETL tool of the house has been writing for years. */
const createTable = `
CREATE SCHEMA etl;
CREATE TABLE etl.job_log (id bigserial PRIMARY KEY, job text, begun timestamp, ended timestamp, status text,
  rows_in integer, rows_out integer, rows_bad integer, message text, src_file text);
INSERT INTO etl.job_log (job, begun, ended, status, rows_in, rows_out, rows_bad, message, src_file) VALUES
  ('orders', '2026-03-01 03:00', '2026-03-01 03:10', 'S', 100, 98, 2, NULL, '/in/orders.csv'),
  ('orders', '2026-03-02 03:00', '2026-03-02 03:01', 'E', 40, 0, 0, 'disk full', '/in/orders.csv'),
  ('stock', now() AT TIME ZONE 'Europe/Berlin' - interval '1 minute', NULL, 'R', 0, 0, 0, NULL, NULL),
  ('stock', '2026-03-02 04:00', '2026-03-02 04:10', 'X', 7, 7, 0, NULL, NULL);
CREATE ROLE watcher LOGIN PASSWORD 'p/a@s:s';
GRANT USAGE ON SCHEMA etl TO watcher;
GRANT SELECT ON etl.job_log TO watcher`;

const configOf = (address: string): string => `
auditTables:
  - name: dwh
    url: postgres://watcher:\${DWH_PASSWORD}@${address}/postgres
    table: etl.job_log
    namespace: house
    columns: { runId: id, pipeline: job, startedAt: begun, finishedAt: ended, state: status,
      read: rows_in, written: rows_out, rejected: rows_bad, error: message, file: src_file }
    states: { succeeded: [S], failed: [E], running: [R] }
    cursor: { column: id }
    timeZone: Europe/Berlin
    every: 1 s
  - name: own
    url: postgres://watcher:\${DWH_PASSWORD}@${address}/postgres
    table: sightglass_audit
    preset: sightglass
    every: 1 s
`;

let postgres: TestPostgres;
let database: Client;
let space: CliWorkspace;
let server: ServerProcess;

const serve = (): Promise<ServerProcess> =>
  startServe(space, { args: ['--config', join(space.dir, 'sightglass.yaml')], env: { DWH_PASSWORD: 'p/a@s:s' } });
const statesOf = (runs: readonly Run[]): string[] => runs.map(({ runId, state }) => `${runId} ${state}`).sort();
const states = async (): Promise<string[]> =>
  statesOf(runPage.parse(await (await fetch(`${server.url}/api/v1/runs`)).json()).items);
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 500 });

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
  await database.query(createTable);
  await database.query(`${auditDdl('postgres')}; GRANT SELECT ON sightglass_audit TO watcher`);
  space = await createCliWorkspace();
  await writeFile(join(space.dir, 'sightglass.yaml'), configOf(new URL(postgres.url).host));
  server = await serve();
});
afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
  await database.end();
  await postgres[Symbol.asyncDispose]();
});

test('rows of an audit table are runs like any other', async () => {
  await eventually(async () =>
    expect(await states()).toEqual(['dwh:1 succeeded', 'dwh:2 failed', 'dwh:3 running', 'dwh:4 aborted']),
  );
  const listed = await space.run(['runs', 'list', '--json'], { env: { SIGHTGLASS_URL: server.url } });
  expect(statesOf(runPage.parse(JSON.parse(listed.stdout.toString())).items)).toEqual(await states());
  expect(await runDetail(server.url, 'dwh:1')).toMatchObject({
    namespace: 'house',
    pipeline: 'orders',
    startedAt: '2026-03-01T02:00:00.000Z',
    finishedAt: '2026-03-01T02:10:00.000Z',
    durationMs: 600_000,
    rows: { read: 100, written: 98, rejected: 2 },
    balanced: true,
  });
  expect(await runDetail(server.url, 'dwh:2')).toMatchObject({
    failure: { message: 'disk full' },
    rows: { read: 40, written: 0 },
    unexplained: { missing: 40, extra: 0 },
  });
  expect(await runDetail(server.url, 'dwh:4')).toMatchObject({
    durationMs: 600_000,
    failure: { message: expect.stringContaining('no state is known by the word "X"') as string },
  });
});

test('a row that cannot be read is told once, with what to do, and holds nothing up', async () => {
  const warnings = async () => (await logBodies(server.url, 'q=cannot')).filter((body) => body.includes('etl.job_log'));
  await eventually(async () =>
    expect(await warnings()).toEqual([
      'A row of etl.job_log (at 4) cannot be read: status holds "X": no state is known by this word; list it under `states:` (running, succeeded, failed, aborted, warned, ignored)',
    ]),
  );
  expect(await metric(server.url, 'sightglass_audit_table_unreadable_total')).toBe(1);
});

test('a row that gets its end, or is put right, is read again', async () => {
  await database.query(
    "UPDATE etl.job_log SET status = 'S', ended = begun + interval '50 s', rows_in = 5, rows_out = 5 WHERE id = 3",
  );
  await database.query("UPDATE etl.job_log SET status = 'S' WHERE id = 4");
  await database.query(
    "INSERT INTO etl.job_log (job, begun, ended, status) VALUES ('stock', '2026-03-03 04:00', '2026-03-03 04:01', 'S')",
  );
  await eventually(async () =>
    expect(await states()).toEqual([
      'dwh:1 succeeded',
      'dwh:2 failed',
      'dwh:3 succeeded',
      'dwh:4 succeeded',
      'dwh:5 succeeded',
    ]),
  );
  expect(await runDetail(server.url, 'dwh:3')).toMatchObject({ durationMs: 50_000, rows: { read: 5, written: 5 } });
});

test('a server that was killed goes on where it was, and says nothing twice', async () => {
  const before = await logCount(server.url);
  server.process.child.kill('SIGKILL');
  await once(server.process.child, 'exit');
  await database.query(
    "INSERT INTO etl.job_log (job, begun, ended, status) VALUES ('stock', '2026-03-04 04:00', '2026-03-04 04:01', 'S')",
  );
  server = await serve();
  await eventually(async () => expect((await states()).at(-1)).toBe('dwh:6 succeeded'));
  await eventually(async () =>
    expect(await metric(server.url, 'sightglass_audit_table_rows_total')).toBeGreaterThan(12),
  );
  expect(await logCount(server.url)).toBe(before + 2);
});

test('a table that is away is asked again, and never written to', async () => {
  await database.query('ALTER TABLE etl.job_log RENAME TO job_log_old');
  await eventually(async () =>
    expect(await metric(server.url, 'sightglass_audit_table_failures_total')).toBeGreaterThan(0),
  );
  await eventually(async () =>
    expect(server.process.errors()).toContain('has no table etl.job_log that this login may read'),
  );
  await database.query('ALTER TABLE etl.job_log_old RENAME TO job_log');
  await database.query(
    "INSERT INTO etl.job_log (job, begun, ended, status) VALUES ('stock', '2026-03-05 04:00', '2026-03-05 04:01', 'S')",
  );
  await eventually(async () => expect((await states()).at(-1)).toBe('dwh:7 succeeded'));
});

const program = (url: string): string => `
  import pg from ${JSON.stringify(import.meta.resolve('pg'))};
  import { auditTo, pipeline } from '@sightglass/sdk';
  const pool = new pg.Pool({ connectionString: ${JSON.stringify(url)} });
  const invoices = pipeline('invoices', { namespace: 'sales', audit: auditTo(pool) });
  await invoices.run(async (run) => {
    await run.stage('extract', { inputs: [] }, (s) => { s.rows.read(100); s.rows.written(100); });
    await run.stage('load', { inputs: ['extract'] }, (s) => { s.rows.read(100); s.rows.rejected(3, 'bad'); s.rows.written(95); });
  });
  await invoices.run((run) => run.stage('extract', () => { throw new RangeError('page 8 is missing'); })).catch(() => undefined);
  await pool.end();`;

const seenBy = async (url: string) => {
  const runs = await runsOf(url, 'invoices');
  const details = await Promise.all(runs.map(({ runId }) => runDetail(url, runId)));
  return details.map(
    ({
      runId,
      namespace,
      pipeline,
      state,
      rows,
      balanced,
      unexplained,
      failedStage,
      startedAt,
      host,
      failure,
      stages,
    }) => ({
      runId,
      namespace,
      pipeline,
      state,
      rows,
      balanced,
      unexplained,
      failedStage,
      startedAt,
      host,
      failure: failure?.message,
      stages: stages.map((stage) => ({
        stageId: stage.stageId,
        name: stage.name,
        state: stage.state,
        rows: stage.rows,
        balanced: stage.balanced,
      })),
    }),
  );
};

test('a server that has only the audit table shows the run as the one it was sent to', async () => {
  await using sent = await createCliWorkspace();
  const direct = await startServe(sent);
  await using workspace = await createWorkspace();
  const { code, stderr } = await workspace.run(program(postgres.url), { ...patient, SIGHTGLASS_URL: direct.url });
  expect(code, stderr).toBe(0);
  await eventually(async () => {
    const [expected, received] = [await seenBy(direct.url), await seenBy(server.url)];
    expect(expected).toMatchObject([
      { state: 'failed', failedStage: 'extract', failure: 'page 8 is missing' },
      {
        state: 'succeeded',
        rows: { read: 100, written: 95, rejected: 3 },
        balanced: false,
        unexplained: { missing: 2 },
      },
    ]);
    expect(received).toEqual(expected);
  });
  await direct.stop();
});
