import { expect, test } from 'vitest';
import { sqlServerErrors, type Script } from '../../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../../test/tds-server/server.ts';
import { observe } from '../../../testing/observe.ts';

const showplan = `<RelOp PhysicalOp="Table Scan" LogicalOp="Table Scan" EstimateRows="9" EstimatedTotalSubtreeCost="0.5">
  <Object Schema="[dbo]" Table="[slow]" /><Const ConstValue="'hush'" /></RelOp>`;
let executed = 0;
const reply: Script['reply'] = (text) => {
  if (text === 'EXEC sp_execute') {
    return (executed += 1) > 3 ? { error: sqlServerErrors.deadlock } : { affected: 3 };
  }
  if (text.includes('dm_exec_query_stats')) {
    return { columns: ['query_hash', 'plan_hash', 'plan'], rows: [['0x1F2E', '0xA0B1', showplan]] };
  }
  if (/deadlock/.test(text)) return { error: sqlServerErrors.deadlock, rollsBack: true };
  if (/locked/.test(text)) return { error: sqlServerErrors.lockTimeout };
  if (/cut/.test(text)) return 'reset';
  if (/slow/.test(text)) return { afterMs: 300, answer: { affected: 1 } };
  return text.startsWith('SELECT') ? { columns: ['n'], rows: [[1], [2]] } : { affected: 3 };
};

/** A program with `mssql` instrumented and `pool` open, in one stage of one run, against a server of ours. */
const loading = async (body: string, options = '{}', script: Script = {}) => {
  const server = await startTdsServer({ reply, bulkRows: 2, ...script });
  const seen = await observe(
    `await pipeline('orders').run((run) => run.stage('load', async (stage) => { ${body} }));
     await pool.close();`,
    { PORT: String(server.port) },
    `import sql from ${JSON.stringify(import.meta.resolve('mssql'))};
     sdk.instrumentMssql(sql, ${options});
     const pool = new sql.ConnectionPool({
       server: '127.0.0.1', port: Number(process.env.PORT), user: 'loader', password: 'hush', database: 'flights',
       validateConnection: 'socket', pool: { min: 0, max: 2, acquireTimeoutMillis: 2_000 },
       options: { encrypt: false, abortTransactionOnError: false },
     });
     pool.on('error', () => undefined);
     await pool.connect();`,
  );
  return {
    ...seen,
    tds: server,
    [Symbol.asyncDispose]: async () => {
      await seen[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

const failedCleanly = ({ stderr, code }: { stderr: string; code: number | null }) =>
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });

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
  const [transaction] = seen.server.events('db.transaction.finished');
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
    '{ slowMs: 200, plans: true }',
  );
  failedCleanly(seen.result);
  const plans = seen.server.events('db.query.plan.captured');
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

test('a lock timeout names who held the lock, at the end of a chain, and which run it works for', async () => {
  const holder = { application: 'nightly', login: 'etl', state: 'sleeping', transactions: 1 };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const blocked = (about: Record<string, string | number>) => ({
    transaction_ms: 4_000,
    is_own: 0,
    ...holder,
    ...about,
  });
  const found = [
    blocked({
      blocked: 70,
      session: 61,
      blocked_text: '(@n int)UPDATE t SET n = @n',
      is_own: 1,
      traceparent: '',
      statement: '',
    }),
    blocked({
      blocked: 61,
      session: 55,
      blocked_text: 'DELETE t',
      traceparent,
      statement: "DELETE t WHERE n = 'hush'",
    }),
  ];
  const script: Script = {
    reply: (text) => {
      if (text.includes('blocking_session_id'))
        return { columns: Object.keys(found[0] ?? {}), rows: found.map((row) => Object.values(row)) };
      return text === 'UPDATE t SET n = @n'
        ? { afterMs: 1_500, answer: { error: sqlServerErrors.lockTimeout } }
        : { affected: 1 };
    },
  };
  const body = `await pool.request().input('n', 1).query('UPDATE t SET n = @n').catch((error) => console.log(error.number));`;
  await using seen = await loading(body, '{}', script);
  await using off = await loading(body, '{ lockHolders: false }', script);
  failedCleanly(seen.result);
  expect(seen.result.stdout).toBe('1222\n');
  const named = ({ server }: typeof seen) =>
    server.logs().filter(({ attributes: own }) => own['pipeline.db.lock.holder.session'] !== undefined);
  expect(named(seen).map(({ attributes: own }) => own)).toMatchObject([
    {
      'error.type': 'lock-timeout',
      'pipeline.db.lock.holder.session': '55',
      'pipeline.db.lock.holder.application': 'nightly',
      'pipeline.db.lock.holder.state': 'sleeping in an open transaction',
      'pipeline.db.lock.holder.statement': 'DELETE t WHERE n = ?',
      'pipeline.db.lock.holder.trace_id': '0af7651916cd43dd8448eb211c80319c',
      'pipeline.db.lock.holder.since': expect.stringMatching(/^20/),
    },
  ]);
  expect(named(off)).toEqual([]);
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
    .events('db.transaction.finished')
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
  const [first] = seen.server.events('db.transaction.finished');
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
  const ends = seen.server.events('db.transaction.finished').map(({ attributes: own }) => own);
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
  await using seen = await loading(`
    const refused = new sql.ConnectionPool({ server: '127.0.0.1', port: ${refusing.port}, user: 'loader', password: 'hush', options: { encrypt: false } });
    refused.on('error', () => undefined);
    await refused.connect().catch((error) => console.log(error.code));
    const held = [pool.transaction(), pool.transaction()];
    for (const transaction of held) await transaction.begin();
    await pool.request().batch('SELECT 1').catch((error) => console.log(error.code));
    for (const transaction of held) await transaction.rollback();`);
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
  await using seen = await loading(`
    const held = [pool.transaction(), pool.transaction()];
    for (const transaction of held) await transaction.begin();
    await pool.request().batch('SELECT 1').catch((error) => console.log(error.message));
    for (const transaction of held) await transaction.rollback();`);
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
