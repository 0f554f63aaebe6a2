import { expect, test } from 'vitest';
import { sqlServerErrors } from '../../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../../test/tds-server/server.ts';
import { failedCleanly, loading, reply } from '../../../testing/loading-mssql.ts';

test('queries, batches, procedures and bulk loads are spans and logs of their stage, without their data', async () => {
  await using seen = await loading(`
    const { recordset } = await pool.request().query("SELECT n FROM flights WHERE t = 'hush'");
    console.log(recordset.length);
    await pool.request().batch("DELETE FROM flights WHERE t = 'hush'");
    await new Promise((resolve) => pool.request().batch('UPDATE flights SET n = 1', (error, all) => resolve(console.log(error))));
    await pool.request().input('day', 'hush').execute('load_day');
    const table = new sql.Table('flights');
    table.columns.add('n', sql.Int, { nullable: false });
    table.rows.add(1); table.rows.add(2);
    await pool.request().bulk(table);`);
  failedCleanly(seen.result);
  expect(seen.result.stdout).toBe('2\nnull\n');
  const spans = seen.server.spans().filter(({ attributes }) => attributes['db.system.name'] !== undefined);
  expect(spans.map(({ name }) => name)).toEqual([
    'SELECT flights',
    'DELETE flights',
    'UPDATE flights',
    'EXEC load_day',
    'INSERT BULK flights',
  ]);
  expect(spans[0]?.attributes).toMatchObject({
    'db.system.name': 'microsoft.sql_server',
    'db.namespace': 'flights',
    'server.port': seen.tds.port,
    'db.response.returned_rows': 2,
    'db.query.text': 'SELECT n FROM flights WHERE t = ?',
    'pipeline.stage.name': 'load',
  });
  expect(spans[1]?.attributes).toMatchObject({ 'pipeline.db.rows.affected': 3 });
  expect(spans[4]?.attributes).toMatchObject({ 'pipeline.db.rows.affected': 2 });
  expect(seen.server.requests.some(({ body }) => body.includes('hush'))).toBe(false);
});

test('prepared statements are seen by their own text, and belong to their transaction', async () => {
  await using seen = await loading(`
    const transaction = pool.transaction();
    await transaction.begin();
    const prepared = new sql.PreparedStatement(transaction);
    prepared.input('n', sql.Int);
    await prepared.prepare("UPDATE flights SET n = @n WHERE t = 'hush'");
    for (const n of [1, 2]) console.log((await prepared.execute({ n })).rowsAffected[0]);
    await new Promise((resolve) => prepared.execute({ n: 3 }, (error) => resolve(console.log(error))));
    await prepared.unprepare();
    await transaction.commit();
    const bad = new sql.PreparedStatement(pool);
    await bad.prepare('UPDATE flights SET n = 2');
    await bad.execute({}).catch((error) => console.log(error.number));
    await bad.unprepare();`);
  failedCleanly(seen.result);
  expect(seen.result.stdout).toBe('3\n3\nnull\n1205\n');
  const spans = seen.server.spans().filter(({ attributes }) => attributes['db.system.name'] !== undefined);
  expect(spans.map(({ name }) => name)).toEqual([
    'PREPARE flights',
    ...Array<string>(3).fill('UPDATE flights'),
    'PREPARE flights',
    'UPDATE flights',
  ]);
  expect(spans[1]?.attributes).toMatchObject({
    'db.query.text': 'UPDATE flights SET n = @n WHERE t = ?',
    'server.port': seen.tds.port,
    'pipeline.db.rows.affected': 3,
  });
  expect(spans[5]?.attributes).toMatchObject({ 'error.type': 'deadlock', 'db.response.status_code': '1205' });
  const [transaction] = seen.server.events('pipeline.db.transaction.finished');
  expect(transaction?.attributes).toMatchObject({
    'pipeline.db.transaction.outcome': 'committed',
    'pipeline.db.transaction.statements': 4,
    'pipeline.db.rows.affected': 9,
  });
  expect(seen.server.requests.some(({ body }) => body.includes('hush'))).toBe(false);
});

test('with plans a slow statement is looked up in the plan cache, once, by a connection of its own and without its data', async () => {
  await using seen = await loading(
    `for (const day of [1, 2]) await pool.request().input('day', day).query("UPDATE slow SET t = 'hush' WHERE day = @day");
     await new Promise((resolve) => setTimeout(resolve, 1_500));`,
    '{ slowMs: 200, plans: true, lockHolders: false }',
  );
  failedCleanly(seen.result);
  const plans = seen.server.events('pipeline.db.query.plan.captured');
  expect(plans.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({
      'pipeline.db.query_hash': '0x1F2E',
      'pipeline.db.plan_hash': '0xA0B1',
      'pipeline.db.plan': 'Table Scan rows=9 cost=0.5 on dbo.slow',
      'pipeline.stage.name': 'load',
      'db.query.text': 'UPDATE slow SET t = ? WHERE day = @day',
    }),
  ]);
  expect(seen.tds.logins).toHaveLength(4); // a pool logs in once to see whether it can, and then for each connection
  expect(seen.tds.statements.filter((text) => text.startsWith('UPDATE slow'))).toHaveLength(2);
  const spans = seen.server.spans().filter(({ attributes }) => attributes['db.system.name'] !== undefined);
  expect(spans.map(({ name }) => name)).toEqual(['UPDATE slow', 'UPDATE slow']);
  expect(seen.server.requests.some(({ body }) => body.includes('hush'))).toBe(false);
});

test('errors by number: lock timeout, deadlock, and a slow statement', async () => {
  await using seen = await loading(
    `for (const text of ['UPDATE locked', 'UPDATE deadlock', 'DELETE slow']) {
       await pool.request().batch(text).catch((error) => console.log(error.number));
     }`,
    '{ slowMs: 200 }',
  );
  failedCleanly(seen.result);
  expect(seen.result.stdout).toBe('1222\n1205\n');
  const records = seen.server
    .logs()
    .flatMap(({ severity, attributes }) =>
      attributes['db.system.name'] === undefined || attributes['pipeline.db.calls'] !== undefined
        ? []
        : [[severity, attributes['error.type'], attributes['db.response.status_code']]],
    );
  expect(records).toEqual([
    ['ERROR', 'lock-timeout', '1222'],
    ['ERROR', 'deadlock', '1205'],
    ['WARN', undefined, undefined],
  ]);
});

test('transactions: committed, rolled back as asked, by the server after a deadlock, and lost', async () => {
  await using seen = await loading(`
    const within = async (end, ...texts) => {
      const transaction = pool.transaction();
      await transaction.begin();
      for (const text of texts) await transaction.request().batch(text).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await transaction[end]().catch(() => undefined);
    };
    await within('commit', 'INSERT a', 'INSERT b');
    await within('rollback', 'INSERT a');
    await within('rollback', 'UPDATE locked');
    await within('rollback', 'UPDATE deadlock');
    await within('rollback', 'INSERT cut');`);
  failedCleanly(seen.result);
  const ends = seen.server
    .events('pipeline.db.transaction.finished')
    .map(({ attributes }) => [
      attributes['pipeline.db.transaction.outcome'],
      attributes['pipeline.db.transaction.reason'],
      attributes['db.response.status_code'],
      attributes['pipeline.db.transaction.statements'],
    ]);
  expect(ends).toEqual([
    ['committed', undefined, undefined, 2],
    ['rolled-back', 'asked-for', undefined, 1],
    ['rolled-back', 'error', '1222', 1],
    ['rolled-back', 'server', '1205', 1],
    ['rolled-back', 'connection-lost', expect.any(String), 1],
  ]);
  const [first] = seen.server.events('pipeline.db.transaction.finished');
  expect(first?.attributes['pipeline.db.rows.affected']).toBe(6);
  expect(first?.attributes['pipeline.db.transaction.idle.max']).toBeGreaterThan(40);
});

test('a COMMIT that fails is a rollback with its reason, and the next transaction is its own', async () => {
  let commits = 0;
  const transaction = (what: string) => {
    if (what !== 'commit') return undefined;
    commits += 1;
    return ([{ error: sqlServerErrors.snapshot }, undefined, 'reset'] as const)[commits - 1];
  };
  await using seen = await loading(
    `for (const way of ['promise', 'callback', 'promise']) {
       const transaction = pool.transaction();
       await transaction.begin();
       await transaction.request().batch('INSERT a').catch(() => undefined);
       const commit = way === 'promise' ? transaction.commit() : new Promise((resolve) => transaction.commit(resolve));
       await commit.catch((error) => console.log(error.code));
     }`,
    '{}',
    { transaction },
  );
  expect(seen.result.stdout).toContain('EREQUEST');
  const ends = seen.server.events('pipeline.db.transaction.finished').map(({ attributes: own }) => own);
  expect(ends.map((own) => [own['pipeline.db.transaction.outcome'], own['pipeline.db.transaction.reason']])).toEqual([
    ['rolled-back', 'server'],
    ['committed', undefined],
    ['rolled-back', 'connection-lost'],
  ]);
  expect(ends.map((own) => own['error.type'])).toEqual(['serialization', undefined, 'reset']);
});

test('the session can be named after the run, for who looks for a blocker', async () => {
  await using seen = await loading(`await pool.request().batch(sdk.contextInfoStatement());`);
  failedCleanly(seen.result);
  const stage = seen.server.spans().find(({ name }) => name === 'load');
  const hex = Buffer.from(`00-${stage?.traceId}-${stage?.spanId}-01`).toString('hex');
  expect(seen.tds.statements).toContain(`SET CONTEXT_INFO 0x${hex}`);
});

test('a connection that cannot be made is told once, in the stage that wanted it', async () => {
  await using refusing = await startTdsServer({ reply, login: { error: sqlServerErrors.loginFailed } });
  await using seen = await loading(
    `
    const refused = new sql.ConnectionPool({ server: '127.0.0.1', port: ${refusing.port}, user: 'loader', password: 'hush', options: { encrypt: false } });
    refused.on('error', () => undefined);
    await refused.connect().catch((error) => console.log(error.code));
    const held = [pool.transaction(), pool.transaction()];
    for (const transaction of held) await transaction.begin();
    await pool.request().batch('SELECT 1').catch((error) => console.log(error.code));
    for (const transaction of held) await transaction.rollback();`,
    '{}',
    { acquireTimeoutMs: 2_000 },
  );
  expect(seen.result.code).toBe(0);
  const codes = seen.result.stdout.trim().split('\n');
  const logs = seen.server.logs().filter(({ body }) => /^(?:CONNECT|ACQUIRE) failed/.test(String(body)));
  expect(logs.map(({ severity, attributes: own }) => [severity, own['pipeline.stage.name']])).toEqual(
    codes.map(() => ['ERROR', 'load']),
  );
  expect(logs.map(({ attributes: own }) => [own['db.operation.name'], own['error.type']])).toEqual([
    ['CONNECT', 'login'],
    ['ACQUIRE', 'pool-timeout'],
  ]);
});

test('pools: size, use, waiting and timeouts by their OpenTelemetry names', async () => {
  await using seen = await loading(
    `
    const held = [pool.transaction(), pool.transaction()];
    for (const transaction of held) await transaction.begin();
    await pool.request().batch('SELECT 1').catch((error) => console.log(error.message));
    for (const transaction of held) await transaction.rollback();`,
    '{}',
    { acquireTimeoutMs: 2_000 },
  );
  expect(seen.result.code).toBe(0);
  expect(seen.result.stdout).toContain('Failed to acquire a connection');
  expect(seen.server.metricNames()).toEqual(
    expect.arrayContaining([
      'db.client.connection.count',
      'db.client.connection.max',
      'db.client.connection.pending_requests',
      'db.client.connection.timeouts',
      'db.client.connection.use_time',
      'db.client.connection.wait_time',
      'db.client.operation.duration',
    ]),
  );
  const most = (metric: string) => Math.max(...seen.server.measured(metric).map(({ value }) => value));
  expect(most('pipeline.db.pool.used.max')).toBe(2);
  expect(most('pipeline.db.pool.pending.max')).toBe(1);
});
