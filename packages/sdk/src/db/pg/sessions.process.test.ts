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

/** A program with `pg` instrumented, `pool` and a table of its own, in one stage of one run. */
const loading = (body: string, options = '{}') =>
  observe(
    `await pipeline('orders').run((run) => run.stage('load', async (stage) => { ${body} }));
     await pool.end();`,
    { DATABASE: postgres.url },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg, ${options});
     const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 3 });
     const table = 't' + process.pid;
     await pool.query('CREATE TABLE ' + table + ' (n int PRIMARY KEY, t text)');`,
  );

const failedCleanly = ({ stderr, code }: { stderr: string; code: number | null }) =>
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });

test('with traceInSession a connection that another pool keeps follows the stages, and gets its own name back after them', async () => {
  await using seen = await observe(
    `const client = new pg.Client({ connectionString: process.env.DATABASE, application_name: 'etl' });
     await client.connect();
     const own = "SELECT current_setting('application_name') AS name";
     const say = async () => console.log((await client.query(own)).rows[0].name);
     await pipeline('orders').run(async (run) => {
       await run.stage('one', say);
       await client.query('BEGIN');
       await run.stage('two', say);
       await client.query('ROLLBACK');
       await run.stage('two', say);
       await client.query('BEGIN; SELECT 1/0').catch(() => undefined);
       await run.stage('three', () => client.query(own).catch(({ code }) => console.log(code)));
       await client.query('ROLLBACK');
     });
     await say();
     await client.end();`,
    { DATABASE: postgres.url },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg, { traceInSession: true });`,
  );
  failedCleanly(seen.result);
  const stages = seen.server.spans().filter(({ name }) => name === 'one' || name === 'two');
  const names = stages.map(({ traceId, spanId }) => `sg 00-${traceId}-${spanId}-01`);
  expect(seen.result.stdout.trim().split('\n')).toEqual([...names, '25P02', 'etl']);
});

test('behind a pooler that shares sessions a name lasts for the transaction, as the next client would bear it', async () => {
  await using seen = await observe(
    `const client = new pg.Client({ connectionString: process.env.DATABASE, application_name: 'etl' });
     await client.connect();
     client.processID = 1e9 + client.processID; // as a pooler makes its own
     const say = async () => console.log((await client.query("SELECT current_setting('application_name') AS name")).rows[0].name);
     await pipeline('orders').run((run) => run.stage('one', async () => {
       await say();
       await client.query('BEGIN');
       await say();
       await say();
       await client.query('COMMIT');
       await say();
       await client.query('BEGIN');
       await say();
       await client.query('ROLLBACK');
     }));
     await say();
     await client.end();`,
    { DATABASE: postgres.url },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg, { traceInSession: true });`,
  );
  failedCleanly(seen.result);
  const [stage] = seen.server.spans().filter(({ name }) => name === 'one');
  const name = `sg 00-${stage?.traceId}-${stage?.spanId}-01`;
  expect(seen.result.stdout.trim().split('\n')).toEqual(['etl', name, name, 'etl', name, 'etl']);
});

test('rows of cursors, streams and COPY are counted, and who stops reading has met no error', async () => {
  await using seen = await loading(`
    class Portal {
      constructor(text) { this.text = text; this.over = new Promise((...ways) => ([this.handleReadyForQuery, this.failed] = ways)); }
      submit(connection) {
        this.connection = connection;
        connection.parse({ text: this.text }, true); connection.bind({}, true); connection.execute({ rows: 5 }, true); connection.flush();
      }
      handleRowDescription() {}
      handleDataRow() {}
      handlePortalSuspended() { this.connection.close({ type: 'P', name: '' }, true); this.connection.sync(); }
      handleCommandComplete() { this.connection.sync(); }
      handleError(error) { this.connection.sync(); this.failed(error); }
    }
    const client = await pool.connect();
    const fill = client.query(new pg.Query('INSERT INTO ' + table + ' SELECT n FROM generate_series(1, 9) AS n'));
    await new Promise((resolve) => fill.once('end', resolve));
    for (const text of ['SELECT n FROM ' + table + ' WHERE n < 3', 'SELECT n FROM ' + table, 'SELECT 1 / (n - 4) FROM ' + table]) {
      await client.query(new Portal(text)).over.catch(() => undefined);
    }
    await client.query('COPY ' + table + ' TO STDOUT');
    await client.query('CREATE TABLE ' + table + '0 AS SELECT * FROM ' + table);
    await client.query('SELECT n FROM ' + table + '; DELETE FROM ' + table + ' WHERE n < 4');
    client.release();`);
  failedCleanly(seen.result);
  const spans = seen.server.spans().filter(({ attributes: own }) => own['db.system.name'] === 'postgresql');
  expect(
    spans.map(({ name, attributes: own }) => [
      name.replace(/\d+/, ''),
      own['db.response.returned_rows'],
      own['pipeline.db.rows.affected'],
      own['error.type'],
    ]),
  ).toEqual([
    ['INSERT t', 0, 9, undefined],
    ['SELECT t', 2, undefined, undefined],
    ['SELECT t', 5, undefined, undefined],
    ['SELECT t', undefined, undefined, 'constraint'],
    ['COPY t', 9, undefined, undefined],
    ['CREATE t', 0, 9, undefined],
    ['SELECT t', 9, 3, undefined],
  ]);
});

test('a plan is of the tables that the session saw, by its own search path', async () => {
  await using seen = await loading(
    `for (const schema of ['one', 'two']) await pool.query('CREATE SCHEMA ' + schema + table);
     await pool.query('CREATE TABLE two' + table + '.hidden (n int)');
     const client = await pool.connect();
     await client.query('set search_path to one' + table + ', two' + table);
     await client.query('SELECT pg_sleep(0.3), count(*) FROM hidden');
     client.release();`,
    '{ slowMs: 200, plans: true }',
  );
  failedCleanly(seen.result);
  const [plan] = seen.server.events('pipeline.db.query.plan.captured');
  expect(plan?.attributes['pipeline.db.plan']).toContain('Scan on hidden');
});

test('figures of a pool name the database it leads to, also where the environment does', async () => {
  const { hostname, port, username, password } = new URL(postgres.url);
  await using seen = await observe(
    `const pool = new pg.Pool();
     await pipeline('orders').run((run) => run.stage('load', () => pool.query('SELECT 1')));
     await pool.end();`,
    { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: 'template1' },
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
     sdk.instrumentPg(pg);`,
  );
  failedCleanly(seen.result);
  const pools = seen.server.measured('db.client.connection.max').map(({ attributes: own }) => own);
  expect(pools[0]).toMatchObject({
    'db.client.connection.pool.name': `${hostname}:${port}/template1`,
    'server.address': hostname,
    'server.port': Number(port),
    'db.namespace': 'template1',
  });
  expect(new Set(pools.map((own) => own['db.client.connection.pool.name'])).size).toBe(1);
});
