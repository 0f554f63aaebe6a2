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

test('tables that were read and written are datasets of their stage, as far as they were committed', async () => {
  await using seen = await observe(
    `const client = new pg.Client(at);
     client.on('error', () => undefined);
     await client.connect();
     const say = (...texts) => texts.reduce((before, text) => before.then(() => client.query(text).catch(() => undefined)), Promise.resolve());
     await say('CREATE SCHEMA sales', 'CREATE TABLE sales.a (n int PRIMARY KEY)', 'CREATE TABLE b (n int)', 'CREATE TABLE c (n int)', 'CREATE TABLE d (n int)');
     await pipeline('orders').run(async (run) => {
       await run.stage('autocommit', () => say(
         'INSERT INTO sales.a VALUES (1), (2), (3)', 'UPDATE sales.a SET n = n WHERE n > 1', 'INSERT INTO sales.a VALUES (1)',
         'INSERT INTO b SELECT n FROM sales.a', 'INSERT INTO c VALUES (1); INSERT INTO c VALUES (2)', 'INSERT INTO d VALUES (1); SELECT 1/0'));
       await run.stage('undone', () => say('BEGIN', 'INSERT INTO b SELECT * FROM c', 'ROLLBACK', 'BEGIN', 'INSERT INTO d VALUES (1)', 'SELECT 1/0', 'COMMIT'));
       await run.stage('savepoints', () => say(
         'BEGIN', 'INSERT INTO b VALUES (1)', 'SAVEPOINT "S"', 'INSERT INTO b VALUES (2)', 'INSERT INTO d VALUES (3)', 'ROLLBACK TO "S"', 'RELEASE "S"',
         'savepoint x', 'INSERT INTO c VALUES (4)', 'release savepoint X', 'COMMIT AND CHAIN', 'TRUNCATE d', 'COMMIT'));
       await run.stage('one text', () => say('BEGIN; DELETE FROM c; CREATE TEMP TABLE t AS SELECT * FROM b; INSERT INTO b SELECT * FROM t; COMMIT', 'SELECT * FROM pg_class'));
       await say('BEGIN');
       await run.stage('before the commit', () => say('INSERT INTO sales.a VALUES (10)', 'INSERT INTO c VALUES (1)'));
       run.log.info('stage has ended');
       await say('COMMIT', 'BEGIN', 'INSERT INTO d VALUES (7)');
       await run.stage('in a schema', async () => { await say('COMMIT', 'SET search_path = sales', 'SELECT * FROM a'); await client.query('SET search_path = sales, public'); await say('SELECT * FROM b'); });
       await run.stage('never ended', () => say('BEGIN', 'INSERT INTO sales.a VALUES (11)'));
     });
     await client.end();`,
    { DATABASE: postgres.url },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg);
     const at = { connectionString: process.env.DATABASE };`,
  );
  expect({ stderr: seen.result.stderr, code: seen.result.code }).toEqual({ stderr: '', code: 0 });
  const { hostname, port, pathname } = new URL(postgres.url);
  const database = pathname.slice(1);
  const used = seen.server.events('pipeline.dataset.used').map(({ attributes: own }) => {
    expect(own['pipeline.dataset.namespace']).toBe(`postgres://${hostname}:${port}`);
    const name = String(own['pipeline.dataset.name']).replace(`${database}.`, '');
    return `${Object.hasOwn(own, 'pipeline.stage.name') ? String(own['pipeline.stage.name']) : 'run'}: ${String(own['pipeline.dataset.role'])} ${name} ${Number(own['pipeline.dataset.rows'] ?? -1)}`;
  });
  expect(used.toSorted()).toEqual(
    [
      'autocommit: output sales.a 5',
      'autocommit: input sales.a -1',
      'autocommit: output b 3',
      'autocommit: output c 2',
      'undone: input c -1',
      'savepoints: output b 1',
      'savepoints: output c 1',
      'savepoints: output d -1',
      'one text: output c -1',
      'one text: input b -1',
      'one text: output b 4',
      'before the commit: output sales.a 1',
      'before the commit: output c 1',
      'run: output d 1',
      'in a schema: input sales.a -1',
      'in a schema: input b -1',
    ].toSorted(),
  );
});
