import { afterAll, expect, test } from 'vitest';
import { startPostgresServer } from '../../../../../examples/flights/src/warehouse/postgres/server.ts';
import { observe } from '../../../testing/observe.ts';
import { observeTogether } from '../../../testing/observe-together.ts';

const postgres = await startPostgresServer();
afterAll(() => postgres[Symbol.asyncDispose]());

const database = { DATABASE: postgres.url };
/** `pg` instrumented, and `pool`. */
const before = (options: string): string =>
  `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
   sdk.instrumentPg(pg, ${options});
   const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 3, allowExitOnIdle: true });`;
let tables = 0;
/** One stage of one run, with a table of its own. */
const inStage = (body: string): string =>
  `const table = 't' + process.pid + '0${(tables += 1)}';
   await pool.query('CREATE TABLE ' + table + ' (n int PRIMARY KEY, t text)');
   await pipeline('p').run((run) => run.stage('load', async (stage) => { ${body} }));`;

const loading = (body: string, options = '{}') => observe(inStage(body), database, before(options));
const together = (options: string) => {
  const situation = observeTogether(before(options), database);
  return (body: string) => situation(inStage(body));
};
const usual = together('{}');
const explained = together('{ slowMs: 200, plans: true }');

const failedCleanly = ({ stderr, code }: { stderr: string; code: number | null }) =>
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });

const stated = usual(`
    await pool.query('INSERT INTO ' + table + " VALUES (1, 'hush'), (2, 'hush')");
    const { rows } = await pool.query('SELECT t FROM ' + table + ' WHERE n < $1', [9]);
    console.log(rows.length, rows[0].t);`);
test('a statement is a span and a log of its stage, without its data', async () => {
  const seen = await stated();
  expect(seen.stderr).toBe('');
  expect(seen.stdout).toContain('2 hush');
  const spans = seen.spans().filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
  expect(spans.map(({ name }) => name.replace(/\d+/, ''))).toEqual(['INSERT t', 'SELECT t']);
  const stage = seen.spans().find(({ name }) => name === 'load');
  expect(spans.map(({ parentSpanId }) => parentSpanId)).toEqual([stage?.spanId, stage?.spanId]);
  expect(spans[0]?.attributes).toMatchObject({
    'db.operation.name': 'INSERT',
    'db.namespace': 'postgres',
    'pipeline.db.rows.affected': 2,
    'pipeline.stage.name': 'load',
  });
  expect(spans[1]?.attributes).toMatchObject({ 'db.response.returned_rows': 2, 'server.address': '127.0.0.1' });
  const log = seen.logs().find(({ spanId }) => spanId === spans[0]?.spanId);
  expect(log?.attributes).toMatchObject({
    'pipeline.stage.name': 'load',
    'pipeline.db.fingerprint': expect.any(String),
  });
  expect(seen.allRequests.some(({ body }) => body.includes('hush'))).toBe(false);
});

const refused = usual(`
    const insert = () => pool.query('INSERT INTO ' + table + ' VALUES (1)');
    await insert();
    await insert().catch((error) => console.log(error.code, error.table === table));
    await new Promise((resolve) => pool.query('SELECT wrong', (error) => resolve(console.log(error.code))));`);
test('errors come back as they were, and have their number and class', async () => {
  const seen = await refused();
  expect(seen.stderr).toBe('');
  expect(seen.stdout).toBe('23505 true\n42703\n');
  const failed = seen.spans().filter(({ attributes }) => attributes['error.type'] !== undefined);
  expect(failed.map(({ attributes }) => [attributes['error.type'], attributes['db.response.status_code']])).toEqual([
    ['constraint', '23505'],
    ['syntax', '42703'],
  ]);
  expect(seen.logs().filter(({ severity }) => severity === 'ERROR')).toHaveLength(2);
});

test('an error nobody handles still ends the program', async () => {
  await using seen = await loading(
    `void pool.query('SELECT wrong'); await new Promise((r) => setTimeout(r, 120_000));`,
  );
  expect(seen.result.code).not.toBe(0);
  expect(seen.result.stderr).toContain('column "wrong" does not exist');
});

const transacted = usual(`
    const client = await pool.connect();
    client.on('error', () => undefined);
    const say = (text) => client.query(text).catch(() => undefined);
    const insert = 'INSERT INTO ' + table + ' VALUES (1)';
    await say('BEGIN'); await say(insert); await say('SAVEPOINT a'); await say('ROLLBACK TO SAVEPOINT a'); await say('COMMIT');
    await say('BEGIN'); await say('ROLLBACK');
    await say('BEGIN'); await say(insert); await say('ROLLBACK');
    await say('BEGIN'); await say(insert); await say('COMMIT');
    const lost = new Promise((resolve) => client.once('end', resolve));
    await say('BEGIN'); await say('SELECT pg_terminate_backend(pg_backend_pid())');
    await lost;
    client.release(true);`);
test('transactions: committed, rolled back as asked, after an error, refused by the server, and lost', async () => {
  const seen = await transacted();
  expect(seen.stderr).toBe('');
  const ends = seen
    .events('pipeline.db.transaction.finished')
    .map(({ attributes }) => [
      attributes['pipeline.db.transaction.outcome'],
      attributes['pipeline.db.transaction.reason'],
      attributes['db.response.status_code'],
    ]);
  expect(ends).toEqual([
    ['committed', undefined, undefined],
    ['rolled-back', 'asked-for', undefined],
    ['rolled-back', 'error', '23505'],
    ['rolled-back', 'server', '23505'],
    ['rolled-back', 'connection-lost', '57P01'],
  ]);
  const [first] = seen.events('pipeline.db.transaction.finished');
  expect(first?.attributes).toMatchObject({ 'pipeline.db.rows.affected': 1, 'pipeline.stage.name': 'load' });
});

const inserted = usual(`
    for (let n = 0; n < 3_000; n += 1) await pool.query('INSERT INTO ' + table + ' VALUES ($1)', [n]);`);
test('three thousand INSERTs are some records and one count', async () => {
  const seen = await inserted();
  expect(seen.stderr).toBe('');
  const inserts = seen.spans().filter(({ name }) => name.startsWith('INSERT t'));
  expect(inserts.length).toBeGreaterThanOrEqual(20);
  expect(inserts.length).toBeLessThan(100);
  expect(seen.events('pipeline.db.statements.counted').at(-1)?.attributes).toMatchObject({
    'pipeline.db.calls': 3_000,
    'pipeline.db.rows.affected': 3_000,
    'pipeline.db.errors': 0,
    'pipeline.stage.name': 'load',
  });
});

const varied = usual(`
    for (let round = 0; round < 2; round += 1)
      for (let n = 0; n < 2_000; n += 1) await pool.query('SELECT 1 AS c' + n);`);
test('of two thousand different statements, each sent twice, every call is counted', async () => {
  const seen = await varied();
  expect(seen.stderr).toBe('');
  const counted = seen.events('pipeline.db.statements.counted').map(({ attributes: own }) => own);
  const latest = new Map(counted.map((own) => [own['pipeline.db.fingerprint'], own]));
  const selects = [...latest.values()].filter((own) => ['SELECT', 'OTHER'].includes(String(own['db.operation.name'])));
  expect(selects.reduce((sum, own) => sum + Number(own['pipeline.db.calls']), 0)).toBe(4_000);
  expect(selects.length).toBeLessThanOrEqual(501);
  expect(latest.get('other')).toMatchObject({ 'otel.metric.overflow': true, 'pipeline.stage.name': 'load' });
});

const twice = usual(`
    const connectionString = process.env.DATABASE.replace(/[/]postgres$/, '/template1');
    const other = new pg.Pool({ connectionString });
    await pool.query('SELECT 1 AS same');
    for (const _ of [1, 2]) await other.query('SELECT 1 AS same');
    await other.end();`);
test('the same statement in two databases is counted in each', async () => {
  const seen = await twice();
  expect(seen.stderr).toBe('');
  const counted = seen.events('pipeline.db.statements.counted').map(({ attributes: own }) => own);
  const same = counted.filter((own) => String(own['db.query.text']).endsWith('same'));
  expect(same.map((own) => [own['db.namespace'], own['pipeline.db.calls']])).toEqual([
    ['postgres', 1],
    ['template1', 2],
  ]);
});

test('a slow statement, a deadlock and its retry', async () => {
  await using seen = await loading(
    `
    await pool.query('SELECT pg_sleep(0.3)');
    await pool.query('INSERT INTO ' + table + ' VALUES (1), (2)');
    const bothHoldOne = Promise.withResolvers();
    const oneHasDone = Promise.withResolvers();
    let holding = 0;
    const lockBoth = async (first, second, attempt = 1) => {
      const client = await pool.connect();
      const update = (n) => client.query('UPDATE ' + table + " SET t = 'x' WHERE n = $1", [n]);
      try {
        await client.query('BEGIN');
        await update(first);
        holding += 1;
        if (holding === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await update(second);
        await client.query('COMMIT');
        oneHasDone.resolve();
      } catch (error) {
        await client.query('ROLLBACK');
        await oneHasDone.promise;
        if (attempt > 1) throw error;
        await lockBoth(first, second, attempt + 1);
      } finally {
        client.release();
      }
    };
    await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);`,
    '{ slowMs: 200 }',
  );
  failedCleanly(seen.result);
  const slow = seen.server.logs().find(({ body }) => String(body).startsWith('SELECT took'));
  expect(slow).toMatchObject({ severity: 'WARN', attributes: { 'pipeline.db.slow': true } });
  const deadlock = seen.server.logs().find(({ attributes }) => attributes['error.type'] === 'deadlock');
  expect(deadlock?.attributes).toMatchObject({ 'db.response.status_code': '40P01' });
  expect(seen.server.logs().some(({ attributes }) => attributes['pipeline.db.retries'] === 1)).toBe(true);
  const rolledBack = seen.server
    .events('pipeline.db.transaction.finished')
    .filter(({ severity }) => severity === 'WARN');
  expect(rolledBack.map(({ attributes }) => attributes['error.type'])).toEqual(['deadlock']);
});

test('with traceInSession a blocker found in the database names the stage it works for', async () => {
  await using seen = await loading(
    `const own = "SELECT current_setting('application_name') AS name";
     const say = ({ rows }) => console.log(rows[0].name);
     say(await pool.query(own));
     await new Promise((resolve) => pool.query(own, (error, result) => resolve(say(result))));
     const client = new pg.Client({ connectionString: process.env.DATABASE });
     await client.connect();
     say(await client.query(own));
     await client.end();`,
    '{ traceInSession: true }',
  );
  failedCleanly(seen.result);
  const stage = seen.server.spans().find(({ name }) => name === 'load');
  const name = `sg 00-${stage?.traceId}-${stage?.spanId}-01`;
  expect(seen.result.stdout).toBe(`${name}\n`.repeat(3));
});

const slow = explained(`const filled = table + '0';
     await pool.query('CREATE TABLE ' + filled + " AS SELECT n, 'loud' AS t FROM generate_series(1, 100) AS n");
     await pool.query('SELECT pg_sleep(0.3) FROM ' + filled + " WHERE t = 'hush' OR n = $1", [17]);`);
test('with plans a slow statement is explained, without its data and without running it again', async () => {
  const seen = await slow();
  expect(seen.stderr).toBe('');
  const [plan] = seen.events('pipeline.db.query.plan.captured');
  expect(plan?.attributes['pipeline.db.plan']).toMatch(/Scan on t\d+ .*cost=[\s\S]*Filter: .*\?/);
  expect(plan?.attributes['pipeline.stage.name']).toBe('load');
  expect(seen.allRequests.some(({ body }) => body.includes('hush'))).toBe(false);
});

const several =
  explained(`await pool.query('SELECT pg_sleep(0.3); INSERT INTO ' + table + ' VALUES (1); INSERT INTO ' + table + ' VALUES (2)');
     await pool.query('DELETE FROM ' + table);
     await new Promise((resolve) => setTimeout(resolve, 1_500));
     console.log((await pool.query('SELECT n FROM ' + table)).rowCount);`);
test('with plans several statements in one text are not explained, as all but the first would be run again', async () => {
  const seen = await several();
  expect(seen.stderr).toBe('');
  expect(seen.stdout).toBe('0\n');
});

const waited = explained(`const holder = await pool.connect();
     await holder.query('BEGIN');
     await holder.query('LOCK TABLE ' + table + ' IN ACCESS EXCLUSIVE MODE');
     const waiting = await pool.connect();
     await waiting.query("SET lock_timeout = '400ms'");
     await waiting.query('DELETE FROM ' + table).catch((error) => console.log(error.code));
     const explaining = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'EXPLAIN%DELETE%'";
     let most = 0;
     for (let look = 0; look < 10; look += 1) {
       most = Math.max(most, (await pool.query(explaining)).rows[0].n);
       await new Promise((resolve) => setTimeout(resolve, 80));
     }
     console.log(most);
     await holder.query('ROLLBACK');
     holder.release();
     waiting.release();`);
test('with plans a statement that gave up waiting for a lock is not explained, which would wait for it too', async () => {
  const seen = await waited();
  expect(seen.stderr).toBe('');
  expect(seen.stdout).toBe('55P03\n0\n');
});

const unconnected = usual(`
    const wrong = process.env.DATABASE.replace(/:\\/\\/[^@]*@/, '://nobody:wrong@');
    const narrow = new pg.Pool({ connectionString: wrong, max: 1 });
    await narrow.query('SELECT 1').catch((error) => console.log(error.code));
    await narrow.connect().catch((error) => console.log(error.code));
    await new pg.Client({ connectionString: wrong }).connect().catch((error) => console.log(error.code));`);
test('a connection that cannot be made is told once, in the stage that wanted it', async () => {
  const seen = await unconnected();
  expect(seen.stderr).toBe('');
  const codes = seen.stdout.trim().split('\n');
  expect(codes).toHaveLength(3);
  const [code] = codes;
  const logs = seen.logs().filter(({ body }) => String(body).startsWith('CONNECT failed'));
  expect(logs.map(({ severity, attributes: own }) => [severity, own['db.response.status_code']])).toEqual(
    codes.map(() => ['ERROR', code]),
  );
  expect(logs[0]?.attributes).toMatchObject({ 'pipeline.stage.name': 'load', 'error.type': 'login' });
  expect(seen.spans().filter(({ name }) => name === 'CONNECT')).toHaveLength(3);
});

test('pools: size, use, waiting and timeouts by their OpenTelemetry names', async () => {
  await using seen = await loading(`
    await Promise.all(Array.from({ length: 6 }, () => pool.query('SELECT 1')));
    const narrow = new pg.Pool({ connectionString: process.env.DATABASE, max: 1, connectionTimeoutMillis: 2_000 });
    const held = await narrow.connect();
    await narrow.connect().catch(() => undefined);
    held.release();
    await narrow.end();`);
  failedCleanly(seen.result);
  expect(seen.server.metricNames()).toEqual(
    expect.arrayContaining([
      'db.client.connection.count',
      'db.client.connection.create_time',
      'db.client.connection.max',
      'db.client.connection.pending_requests',
      'db.client.connection.timeouts',
      'db.client.connection.use_time',
      'db.client.connection.wait_time',
      'db.client.operation.duration',
      'db.client.response.returned_rows',
    ]),
  );
});

test('a pool that was full between two exports, and has ended since, is told to have been full', async () => {
  await using seen = await loading(`
    const connectionString = process.env.DATABASE.replace(/[/]postgres$/, '/template1');
    const narrow = new pg.Pool({ connectionString, max: 2 });
    await narrow.query('SELECT 1');
    const held = [await narrow.connect(), await narrow.connect()];
    const waiting = [1, 2, 3].map(() => narrow.query('SELECT 1'));
    for (const client of held) client.release();
    await Promise.all(waiting);
    await narrow.end();`);
  failedCleanly(seen.result);
  const most = (metric: string, database: string) =>
    Math.max(
      ...seen.server
        .measured(metric)
        .filter(({ attributes: own }) => String(own['db.client.connection.pool.name']).endsWith(`/${database}`))
        .map(({ value }) => value),
    );
  expect(most('pipeline.db.pool.used.max', 'template1')).toBe(2);
  expect(most('pipeline.db.pool.pending.max', 'template1')).toBe(3);
  expect(most('db.client.connection.max', 'template1')).toBe(2);
  expect(most('pipeline.db.pool.used.max', 'postgres')).toBe(1);
  expect(most('pipeline.db.pool.pending.max', 'postgres')).toBe(0);
});
