import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../../examples/flights/src/warehouse/postgres/server.ts';
import { observe } from '../../../testing/observe.ts';

let postgres: PostgresServer;
let admin: pg.Client;
beforeAll(async () => {
  postgres = await startPostgresServer();
  admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE TABLE flights AS SELECT 1 AS id, 'a' AS name; CREATE ROLE loader LOGIN PASSWORD 'pw';
    GRANT ALL ON flights TO loader; CREATE ROLE watcher LOGIN PASSWORD 'pw'; GRANT loader, pg_read_all_stats TO watcher`);
});
afterAll(async () => {
  await admin.end();
  await postgres[Symbol.asyncDispose]();
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const holderName = `sg 00-${traceId}-b7ad6b7169203331-01`;

/** Another session that holds a lock, in a transaction that is open and idle. */
const holding = async (text: string, name = holderName) => {
  const client = new pg.Client({ connectionString: postgres.url, application_name: name });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await client.query('BEGIN');
  await client.query(text);
  return { pid: String(rows[0]?.pid), [Symbol.asyncDispose]: () => client.end() };
};

/** A program that loads by the role `loader`, which sees little of the sessions of others. */
const loading = (body: string, options = '{}', login = 'loader') =>
  observe(
    `await pipeline('orders').run((run) => run.stage('load', async () => { ${body} }));
     await client.end();`,
    { DATABASE: postgres.url.replace(/\/\/[^@]*@/, `//${login}:pw@`) },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg, ${options});
     const client = new pg.Client({ connectionString: process.env.DATABASE });
     client.on('error', () => undefined);
     await client.connect();
     const attempt = (...texts) => texts.reduce((before, text) => before.then(() => client.query(text)), Promise.resolve()).catch((error) => console.log(error.code));`,
  );

const named = ({ server }: Awaited<ReturnType<typeof loading>>) =>
  server.logs().filter(({ attributes: own }) => own['pipeline.db.lock.holder.session'] !== undefined);

const update = `"UPDATE flights SET name = 'hush' WHERE id = 1"`;

test('a lock timeout names who held the lock, which run it works for and since when, also for a login that sees little', async () => {
  await using holder = await holding("UPDATE flights SET name = 'hush'");
  const body = `await attempt("SET lock_timeout = '3s'", ${update});`;
  const [watching, loaded] = await Promise.all([loading(body, '{}', 'watcher'), loading(body)]);
  await using seen = watching;
  await using blind = loaded;
  expect(seen.result).toMatchObject({ code: 0, stdout: '55P03\n' });
  const [record, ...more] = named(seen);
  expect(more).toEqual([]);
  expect(record).toMatchObject({
    severity: 'ERROR',
    attributes: {
      'error.type': 'lock-timeout',
      'pipeline.stage.name': 'load',
      'pipeline.db.lock.holder.session': holder.pid,
      'pipeline.db.lock.holder.application': holderName,
      'pipeline.db.lock.holder.login': 'flights',
      'pipeline.db.lock.holder.state': 'idle in transaction',
      'pipeline.db.lock.holder.statement': 'UPDATE flights SET name = ?',
      'pipeline.db.lock.holder.trace_id': traceId,
      'pipeline.db.lock.holder.certain': true,
    },
  });
  expect(record?.body).toMatch(
    new RegExp(
      `55P03 .*; it waited for a lock held by session ${holder.pid} .*, idle in transaction, its transaction open since 20`,
    ),
  );
  const since = String(record?.attributes['pipeline.db.lock.holder.since']);
  expect(Math.abs(Date.now() - Date.parse(since))).toBeLessThan(60_000);
  expect(named(blind).map(({ attributes: own }) => own)).toMatchObject([
    { 'pipeline.db.lock.holder.session': holder.pid, 'pipeline.db.lock.holder.trace_id': traceId },
  ]);
  expect(seen.server.requests.some(({ body }) => body.includes('hush'))).toBe(false);
});

test('a statement that does not wait, or not long, names who holds a lock on its table just after, and says if it may be another', async () => {
  await using holder = await holding('LOCK TABLE flights IN ACCESS EXCLUSIVE MODE', 'nightly-reindex');
  await using refused = await loading(`await attempt('BEGIN', 'LOCK TABLE flights IN SHARE MODE NOWAIT');`);
  await using quick = await loading(`await attempt("SET lock_timeout = '20ms'", ${update});`);
  for (const seen of [refused, quick]) {
    expect(seen.result).toMatchObject({ code: 0, stdout: '55P03\n', stderr: '' });
    const [record] = seen.server.events('pipeline.db.lock.held');
    expect(record).toMatchObject({
      severity: 'WARN',
      attributes: {
        'pipeline.db.lock.holder.session': holder.pid,
        'pipeline.db.lock.holder.application': 'nightly-reindex',
        'pipeline.db.lock.holder.certain': true,
        'pipeline.stage.name': 'load',
      },
    });
  }
  await holder[Symbol.asyncDispose]();
  await using rows = await holding('SELECT FROM flights FOR UPDATE', 'report');
  await using skipped = await loading(`await attempt('SELECT FROM flights FOR UPDATE NOWAIT');`);
  expect(skipped.server.events('pipeline.db.lock.held').map(({ attributes: own }) => own)).toMatchObject([
    { 'pipeline.db.lock.holder.session': rows.pid, 'pipeline.db.lock.holder.certain': false },
  ]);
});

test('behind a pooler, where it is not known which session is our own, none is named', async () => {
  await using _holder = await holding('SELECT * FROM flights FOR UPDATE');
  await using seen = await loading(`client.processID = 1e9 + client.processID;
    await attempt('BEGIN', 'LOCK TABLE flights IN SHARE ROW EXCLUSIVE MODE', 'SELECT * FROM flights FOR UPDATE NOWAIT', 'ROLLBACK');`);
  expect(seen.result).toMatchObject({ code: 0, stdout: '55P03\n' });
  expect(named(seen)).toEqual([]);
});

test('of a chain of sessions the one at its end is named, and a statement that waited and went well names it too', async () => {
  await using holder = await holding('SELECT FROM flights FOR UPDATE', 'at-its-end');
  const between = new pg.Client({ connectionString: postgres.url, application_name: 'between' });
  await between.connect();
  const waiting = between.query("UPDATE flights SET name = 'b'");
  const blocked = `SELECT FROM pg_stat_activity WHERE application_name = 'between' AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await admin.query(blocked)).rowCount, { timeout: 60_000 }).toBe(1);
  const isNamed = new pg.Client({ connectionString: postgres.url });
  await isNamed.connect();
  const seen = loading(`await attempt(${update}); await attempt(${update});`);
  const asked = `SELECT FROM pg_stat_activity WHERE application_name = 'sightglass' AND state = 'idle' AND query LIKE 'WITH RECURSIVE%'`;
  await expect.poll(async () => (await isNamed.query(asked)).rowCount, { timeout: 60_000, interval: 20 }).toBe(1);
  await holder[Symbol.asyncDispose]();
  await waiting;
  await Promise.all([between.end(), isNamed.end()]);
  await using ended = await seen;
  expect(ended.result).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(
    named(ended).map(({ severity, attributes: own }) => [severity, own['pipeline.db.lock.holder.application']]),
  ).toEqual([['WARN', 'at-its-end']]);
});

test('who cannot be asked, or shall not be, changes nothing for the program', async () => {
  await using _holder = await holding('LOCK TABLE flights');
  await admin.query('ALTER ROLE loader CONNECTION LIMIT 1');
  const body = `await attempt("SET lock_timeout = '400ms'", ${update});`;
  await using refused = await loading(body);
  await admin.query('ALTER ROLE loader CONNECTION LIMIT -1');
  await using off = await loading(body, '{ lockHolders: false }');
  for (const seen of [refused, off]) {
    expect(seen.result).toMatchObject({ code: 0, stdout: '55P03\n', stderr: '' });
    expect(named(seen)).toEqual([]);
    expect(seen.server.logs().filter(({ body: said }) => String(said).startsWith('CONNECT'))).toEqual([]);
  }
});
