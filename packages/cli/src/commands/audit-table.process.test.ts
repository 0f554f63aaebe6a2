import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../server/src/config/load.ts';
import { startTestPostgres, type TestPostgres } from '../../../server/src/storage/state/_postgres.ts';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let postgres: TestPostgres;
let space: CliWorkspace;
beforeAll(async () => {
  postgres = await startTestPostgres();
  space = await createCliWorkspace();
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  await database.query(`
    CREATE TABLE job_log (job_run_id bigint, job_name text, start_ts timestamp, end_ts timestamp, status text, rows_read int, rows_loaded int, shoe_size int);
    INSERT INTO job_log SELECT n, 'orders', '2026-03-01 03:00'::timestamp + n * interval '1 day', '2026-03-01 03:04'::timestamp + n * interval '1 day',
      CASE n WHEN 9 THEN 'Q' ELSE 'OK' END, 1000 + n, 1000 + n, 44 FROM generate_series(1, 9) AS n;
    CREATE TABLE runs_of_house (batch_no bigint PRIMARY KEY, process text, began timestamp, ended timestamp, outcome text, n_in int, n_loaded int);
    INSERT INTO runs_of_house VALUES (7, 'orders', '2026-03-01 03:00', '2026-03-01 03:04', 'OK', 10, 10);
    CREATE TABLE lauf (nummer bigint PRIMARY KEY, was text, los timestamptz, aus timestamptz, dran timestamptz, wie text);
    INSERT INTO lauf VALUES (7, 'orders', '2026-03-01 03:00Z', '2026-03-01 03:04Z', '2026-03-01 03:04Z', 'OK');
    CREATE TABLE changes (id uuid, job_name text, started_at timestamptz, status text, updated_at timestamptz);
    INSERT INTO changes VALUES (gen_random_uuid(), 'orders', now(), 'RUNNING', NULL), (gen_random_uuid(), 'orders', now(), 'OK', now());
    CREATE TABLE shoes (colour text)`);
  await database.end();
});
afterAll(async () => {
  await space[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

const argsFor = (table: string, ...more: string[]) => [
  'audit-table',
  'try',
  '--url',
  postgres.url,
  '--table',
  table,
  ...more,
];
const attempt = (table: string, ...more: string[]) => space.runHere(argsFor(table, ...more));

test('says which column is what, shows the newest rows as runs, and prints settings that can be used', async () => {
  const { stdout, code } = await space.run(argsFor('job_log', '--time-zone', 'Europe/Berlin'));
  const text = stdout.toString();
  expect(code).toBe(0);
  expect(text).toMatch(/^job_run_id +bigint +runId, cursor$/m);
  expect(text).toMatch(/^shoe_size +integer +not read$/m);
  expect(text).toMatch(/orders +● Succeeded +4 m 00 s +1,008 +1,008 +job_log:8$/m);
  expect(text).toMatch(/orders +\S+ Stopped +4 m 00 s +1,009 +1,009 +job_log:9$/m);
  expect(text).toContain('status holds "Q": no state is known by this word');
  expect(text).toContain('# Write which state each of these words means: "Q"');
  expect(text).not.toContain('sightglass:sightglass@');

  const file = join(space.dir, 'sightglass.yaml');
  await writeFile(file, text.slice(text.indexOf('auditTables:')));
  expect(loadConfig({ env: { JOB_LOG_PASSWORD: 'secret' }, file }).auditTables).toMatchObject([
    {
      name: 'job_log',
      table: 'job_log',
      cursorColumn: 'job_run_id',
      timeZone: 'Europe/Berlin',
      columns: { written: 'rows_loaded' },
    },
  ]);
});

test('as JSON', async () => {
  const { stdout } = await attempt('public.job_log', '--name', 'dwh', '--json');
  const answer = JSON.parse(stdout.toString()) as { rows: { runId: string }[]; settings: object };
  expect(answer.rows.map(({ runId }) => runId)).toEqual(['dwh:9', 'dwh:8', 'dwh:7', 'dwh:6', 'dwh:5']);
  expect(answer.settings).toMatchObject({
    auditTables: [{ name: 'dwh', columns: { runId: 'job_run_id', state: 'status' } }],
  });
});

test('rows that have no cursor are told', async () => {
  expect((await attempt('changes')).stdout.toString()).toContain(
    'updated_at is empty in 1 row, never read while it is: take a cursor that is always filled',
  );
});

test('a name in another case than the table has is answered with that table first', async () => {
  expect((await attempt('Shoes')).stderr).toContain(
    'has no table Shoes that this login may read; it can read public.shoes,',
  );
});

test('a table of ordinary names needs nothing said', async () => {
  const { stdout, code } = await attempt('runs_of_house');
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(/orders +● Succeeded +4 m 00 s +10 +10 +runs_of_house:7$/m);
});

test('what names do not tell is asked for, and said by --column', async () => {
  const attempted = await attempt('lauf');
  expect(attempted.code).toBe(1);
  expect(attempted.stdout.toString()).toMatch(/^nummer +bigint +runId, cursor$/m);
  expect(attempted.stderr).toContain(
    'Give it with --column startedAt=… --column pipeline=… (or --pipeline NAME). Columns: ',
  );
  const columnArgs = ['pipeline=was', 'startedAt=los', 'finishedAt=aus', 'state=wie'].flatMap((each) => [
    '--column',
    each,
  ]);
  const { stdout, code } = await attempt('lauf', ...columnArgs);
  expect(stdout.toString()).toMatch(/orders +● Succeeded +4 m 00 s +lauf:7$/m);
  expect(code).toBe(0);
});

test.each([
  ['no meaning', 'began=los', /--column "began=los" has no known meaning; write MEANING=COLUMN.*startedAt/, 2],
  ['no column', 'startedAt=began', /There is no column began for startedAt; the table has nummer, was,/, 1],
])('--column with %s is refused', async (_name, column, words, exitCode) => {
  const { stderr, code } = await attempt('lauf', '--column', column);
  expect(stderr).toMatch(words);
  expect(code).toBe(exitCode);
});

test.each([
  [
    'a table that is not there',
    'jobs',
    /Database postgres has no table jobs that this login may read; it can read public\.changes, public\.job_log, public\.lauf, public\.runs_of_house, public\.shoes\./,
    1,
  ],
  [
    'a table of something else',
    'shoes',
    /No column of shoes has the shape of the key of a run, .* Give it with --column runId=….* Columns: colour \(text\)/,
    1,
  ],
  ['what is no table', 'a.b.c', /"a\.b\.c" is not the name of a table/, 1],
])('%s is refused with what to do', async (_name, table, words, exitCode) => {
  const { stderr, code } = await attempt(table);
  expect(stderr).toMatch(words);
  expect(code).toBe(exitCode);
});

test.each([
  [
    'a database that is away',
    ['--url', 'postgres://u:hunter2@127.0.0.1:1/x'],
    /PostgreSQL at 127\.0\.0\.1:1\/x cannot be read: nothing listens at 127\.0\.0\.1:1 \[AUDIT_TABLE\]\nNext: \S/,
    1,
  ],
  [
    'a variable that is not set',
    ['--url', 'postgres://u:${NOWHERE}@127.0.0.1:1/x'],
    /Environment variable NOWHERE is not set/,
    1,
  ],
  [
    'another database',
    ['--url', 'oracle://x/y'],
    /The database cannot be checked: oracle is not supported; PostgreSQL, SQL Server and MySQL are \[INVALID_URL\]/,
    2,
  ],
])('%s', async (_name, url, words, exitCode) => {
  const { stderr, code } = await space.runHere(['audit-table', 'try', ...url, '--table', 'log']);
  expect(stderr).toMatch(words);
  expect(stderr).not.toContain('hunter2');
  expect(code).toBe(exitCode);
});

test.each([
  ['a port that is none', 'sqlserver://reader:hush-hush@host:99999/db', 'has port 99999'],
  ['a password that ends nobody knows where', 'postgres://reader:hush@hush-hush/x@host/db', 'an @ after its first /'],
  ['an encryption that is none', 'mssql://reader:hush-hush@host/db?encrypt=maybe', 'encrypt=maybe; it must be one of'],
  ['another database', 'env:OTHER', 'not from MySQL'],
])('%s is refused, and the password stays where it is', async (_, url, words) => {
  const env = { OTHER: 'mysql://reader:hush-hush@host/db' };
  const { stdout, stderr, code } = await space.runHere(['audit-table', 'try', '--url', url, '--table', 'job_log'], {
    env,
  });
  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(`${stdout.toString()}${stderr.toString()}`).not.toContain('hush-hush');
});
