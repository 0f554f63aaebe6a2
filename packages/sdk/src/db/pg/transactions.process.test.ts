import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../../examples/flights/src/warehouse/postgres/server.ts';
import { observe } from '../../../testing/observe.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgresServer();
});
afterAll(() => postgres[Symbol.asyncDispose]());

/** The transactions of a program that has two clients, and what sends a text and swallows what is raised. */
const transactionsOf = async (body: string) => {
  await using seen = await observe(
    `const [a, b] = [new pg.Client(at), new pg.Client(at)];
     for (const client of [a, b]) { client.on('error', () => undefined); await client.connect(); }
     const say = (client, ...texts) => texts.reduce((before, text) => before.then(() => client.query(text).catch(() => undefined)), Promise.resolve());
     await say(a, 'CREATE TABLE ' + t + ' (n int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)');
     await pipeline('orders').run((run) => run.stage('load', async () => { ${body} }));
     await a.end(); await b.end();`,
    { DATABASE: postgres.url },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg);
     const at = { connectionString: process.env.DATABASE };
     const t = 't' + process.pid;
     const insert = (n) => 'INSERT INTO ' + t + ' VALUES (' + n + ')';`,
  );
  expect({ stderr: seen.result.stderr, code: seen.result.code }).toEqual({ stderr: '', code: 0 });
  return seen.server
    .events('pipeline.db.transaction.finished')
    .map(({ attributes: own }) => [
      own['pipeline.db.transaction.outcome'],
      own['pipeline.db.transaction.reason'],
      own['db.response.status_code'],
      own['pipeline.db.rows.affected'],
    ]);
};

test('a COMMIT that fails is a rollback with its reason, and the next transaction is its own', async () => {
  expect(
    await transactionsOf(`
      await say(a, insert(1));
      await say(a, 'BEGIN', insert(1), 'COMMIT');
      await say(a, 'BEGIN', insert(2), 'COMMIT');
      for (const client of [a, b]) await say(client, 'BEGIN ISOLATION LEVEL SERIALIZABLE', 'SELECT sum(n) FROM ' + t);
      await say(a, insert(3)); await say(b, insert(4)); await say(a, 'COMMIT'); await say(b, 'COMMIT');
      await say(b, 'BEGIN; ' + insert(5) + '; COMMIT');
      await say(b, 'BEGIN; ' + insert(5) + '; COMMIT');
      await say(b, 'BEGIN', insert(1));
      await Promise.all([say(b, '/* late */ commit'), say(b, 'BEGIN')]);
      await say(b, insert(6), 'COMMIT');`),
  ).toEqual([
    ['rolled-back', 'server', '23505', 1],
    ['committed', undefined, undefined, 1],
    ['committed', undefined, undefined, 1],
    ['rolled-back', 'server', '40001', 1],
    ['committed', undefined, undefined, 1],
    ['rolled-back', 'server', '23505', 1],
    ['rolled-back', 'server', '23505', 1],
    ['committed', undefined, undefined, 1],
  ]);
});

test('however a transaction is begun, chained, returned to a savepoint and ended', async () => {
  expect(
    await transactionsOf(`
      await say(a, 'start transaction isolation level repeatable read, read write', insert(1), 'commit and chain', insert(2), 'ROLLBACK AND CHAIN', insert(3), 'END');
      await say(a, '-- nightly\\nSTART TRANSACTION', 'SELECT 1/0', insert(4), '/* done */ COMMIT');
      await say(a, 'Begin', 'SAVEPOINT s', 'SELECT 1/0', 'rollback to s', insert(5), 'ABORT');
      await say(a, 'BEGIN', 'SELECT 1/0', 'SELECT 2', 'ROLLBACK');
      await say(a, 'BEGIN; SELECT 1/0', 'COMMIT AND CHAIN', insert(6), 'COMMIT');
      await say(a, { text: 'BEGIN', name: 'b' }, { text: insert(7), values: [] }, 'SELECT * FROM ' + t, { text: 'COMMIT', queryMode: 'extended' });
      await say(a, insert(8) + '; ' + insert(9));`),
  ).toEqual([
    ['committed', undefined, undefined, 1],
    ['rolled-back', 'asked-for', undefined, 1],
    ['committed', undefined, undefined, 1],
    ['rolled-back', 'server', '22012', 0],
    ['rolled-back', 'asked-for', undefined, 1],
    ['rolled-back', 'error', '22012', 0],
    ['rolled-back', 'server', '22012', 0],
    ['committed', undefined, undefined, 1],
    ['committed', undefined, undefined, 1],
  ]);
});

test('a connection the program closes is not lost; one the server ended is, with its reason', async () => {
  expect(
    await transactionsOf(`
      const pool = new pg.Pool(at);
      pool.on('error', () => undefined);
      for (const texts of [['BEGIN', 'SELECT 1/0'], ['BEGIN', insert(1)]]) {
        const client = await pool.connect();
        await say(client, ...texts);
        client.release(true);
      }
      await pool.end();
      await say(a, 'BEGIN', insert(2), "SET LOCAL idle_in_transaction_session_timeout = '50ms'");
      await new Promise((resolve) => a.once('end', resolve));
      const { rows } = await b.query('SELECT pg_backend_pid() AS pid');
      await say(b, 'BEGIN', insert(3), 'SELECT pg_terminate_backend(' + rows[0].pid + ')');
      await b.end();`),
  ).toEqual([
    ['rolled-back', 'error', '22012', 0],
    ['rolled-back', 'asked-for', undefined, 1],
    ['rolled-back', 'connection-lost', '25P03', 1],
    ['rolled-back', 'connection-lost', '57P01', 1],
  ]);
});
