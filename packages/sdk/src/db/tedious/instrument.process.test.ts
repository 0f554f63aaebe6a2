import { expect, test } from 'vitest';
import { sqlServerErrors, type Script } from '../../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../../test/tds-server/server.ts';
import { observe } from '../../../testing/observe.ts';

const reply: Script['reply'] = (text) => {
  if (/deadlock/.test(text)) return { error: sqlServerErrors.deadlock, rollsBack: true };
  if (/locked/.test(text)) return { error: sqlServerErrors.lockTimeout };
  if (/cut/.test(text)) return 'reset';
  if (/^BEGIN TRAN/i.test(text))
    return {
      changes: [...text.matchAll(/\b(begin|commit|rollback) tran/gi)].map(([, what]) => what?.toLowerCase() as 'begin'),
    };
  if (/^(?:COMMIT|ROLLBACK)/i.test(text)) return { changes: [/^commit/i.test(text) ? 'commit' : 'rollback'] };
  return text.startsWith('SELECT') ? { columns: ['n'], rows: [[1], [2]] } : { affected: 3 };
};

/** A program with `tedious` instrumented and `connection` open, used as Knex and Sequelize use it, in one stage of one run. */
const loading = async (body: string, more = '') => {
  const server = await startTdsServer({ reply, bulkRows: 2 });
  const seen = await observe(
    `const connection = connect({ port: Number(process.env.PORT), database: 'flights' });
     connection.on('error', () => undefined);
     await opened(connection);
     const done = (act) => new Promise((resolve, reject) => act((error, ...rest) => error ? reject(error) : resolve(rest)));
     const sql = (text, method = 'execSql') => done((over) => connection[method](new tedious.Request(text, over)));
     const attempt = (...texts) => texts.reduce((before, text) => before.then(() => sql(text, 'execSqlBatch').catch((error) => console.log(error.number ?? error.code))), Promise.resolve());
     await pipeline('orders').run((run) => run.stage('load', async () => { ${body} }));
     connection.close();`,
    { PORT: String(server.port) },
    `import * as tedious from ${JSON.stringify(import.meta.resolve('tedious'))};
     sdk.instrumentTedious(tedious.default ?? tedious);
     const connect = (options) => new tedious.Connection({ server: '127.0.0.1', authentication: { type: 'default', options: { userName: 'loader', password: 'hush' } }, options: { encrypt: false, ...options } });
     const opened = (connection) => new Promise((resolve, reject) => connection.connect((error) => error ? reject(error) : resolve()));
     ${more}`,
  );
  expect({ stderr: seen.result.stderr, code: seen.result.code }).toEqual({ stderr: '', code: 0 });
  return {
    ...seen,
    [Symbol.asyncDispose]: async () => {
      await seen[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

type Seen = Awaited<ReturnType<typeof loading>>;
const statements = ({ server }: Seen) =>
  server
    .spans()
    .flatMap(({ name, attributes: own }) =>
      own['db.system.name'] === undefined
        ? []
        : [[name, own['db.response.returned_rows'], own['pipeline.db.rows.affected'], own['error.type']]],
    );
const transactions = ({ server }: Seen) =>
  server
    .events('pipeline.db.transaction.finished')
    .map(({ attributes: own }) => [
      own['pipeline.db.transaction.outcome'],
      own['pipeline.db.transaction.reason'],
      own['error.type'],
      own['pipeline.db.rows.affected'],
    ]);

test('statements, procedures, prepared ones and bulk loads, with their rows and without their data', async () => {
  await using seen = await loading(`
    console.log((await sql("SELECT n FROM flights WHERE t = 'hush'"))[0]);
    await sql("UPDATE flights SET t = 'hush'", 'execSqlBatch');
    await sql('load_day', 'callProcedure');
    await sql('DELETE FROM locked').catch((error) => console.log(error.number));
    const bulk = await new Promise((resolve) => { const load = connection.newBulkLoad('flights', () => resolve()); load.addColumn('n', tedious.TYPES.Int, { nullable: false }); connection.execBulkLoad(load, [{ n: 1 }, { n: 2 }]); });
    const prepared = new tedious.Request('INSERT INTO flights VALUES (1)', () => undefined);
    prepared.addParameter('n', tedious.TYPES.Int);
    await new Promise((resolve) => { prepared.once('prepared', resolve); connection.prepare(prepared); });
    for (const n of [1, 2]) await new Promise((resolve) => { prepared.once('requestCompleted', resolve); connection.execute(prepared, { n }); });`);
  expect(seen.result.stdout).toBe('2\n1222\n');
  expect(statements(seen)).toEqual([
    ['SELECT flights', 2, undefined, undefined],
    ['UPDATE flights', 0, 3, undefined],
    ['EXEC load_day', 0, 3, undefined],
    ['DELETE locked', undefined, undefined, 'lock-timeout'],
    ['INSERT BULK flights', expect.any(Number), 2, undefined],
    ['PREPARE flights', 0, undefined, undefined],
    ['INSERT flights', 0, expect.any(Number), undefined],
    ['INSERT flights', 0, expect.any(Number), undefined],
  ]);
  expect(seen.server.spans().find(({ name }) => name === 'SELECT flights')?.attributes).toMatchObject({
    'db.system.name': 'microsoft.sql_server',
    'db.namespace': 'flights',
    'server.address': '127.0.0.1',
    'pipeline.stage.name': 'load',
  });
  expect(seen.server.requests.some(({ body }) => body.includes('hush'))).toBe(false);
});

test('transactions of the driver and of T-SQL: committed, rolled back as asked, by the server, and lost', async () => {
  await using seen = await loading(`
    const within = async (end, ...texts) => {
      await done((over) => connection.beginTransaction(over));
      await attempt(...texts);
      await done((over) => connection[end + 'Transaction'](over)).catch(() => undefined);
    };
    await within('commit', 'INSERT a', 'SELECT n FROM a');
    await within('rollback', 'INSERT a');
    await within('rollback', 'INSERT locked');
    await done((over) => connection.beginTransaction(over));
    await attempt('UPDATE deadlock');
    await attempt('BEGIN TRAN', 'INSERT a', 'COMMIT');
    await attempt('begin transaction load', 'INSERT a', 'SELECT 1 WHERE @@TRANCOUNT > 0', 'ROLLBACK TRAN');
    await attempt('BEGIN TRAN; INSERT a; COMMIT TRAN; BEGIN TRAN; INSERT b; ROLLBACK TRAN');
    await attempt('BEGIN TRAN', 'INSERT cut');`);
  expect(transactions(seen)).toEqual([
    ['committed', undefined, undefined, 3],
    ['rolled-back', 'asked-for', undefined, 3],
    ['rolled-back', 'error', 'lock-timeout', 0],
    ['rolled-back', 'server', 'deadlock', 0],
    ['committed', undefined, undefined, 3],
    ['rolled-back', 'asked-for', undefined, 3],
    ['committed', undefined, undefined, 0],
    ['rolled-back', 'asked-for', undefined, 0],
    ['rolled-back', 'connection-lost', 'reset', 0],
  ]);
});

test('a connection that cannot be made is told, and one that the program closes is not lost', async () => {
  await using seen = await loading(`
    await opened(connect({ port: 1 })).catch((error) => console.log(error.code));
    await attempt('BEGIN TRAN', 'INSERT a');`);
  expect(seen.result.stdout).toBe('ESOCKET\n');
  expect(statements(seen).filter(([name]) => name === 'CONNECT')).toEqual([
    ['CONNECT', undefined, undefined, expect.any(String)],
  ]);
  expect(transactions(seen)).toEqual([['rolled-back', 'asked-for', undefined, 3]]);
});

test('with mssql observed too, what it does is told once', async () => {
  await using seen = await loading(
    `const pool = await new mssql.ConnectionPool({ server: '127.0.0.1', port: Number(process.env.PORT), user: 'loader', password: 'hush', validateConnection: 'socket', options: { encrypt: false } }).connect();
     await pool.request().query('SELECT n FROM flights');
     const transaction = pool.transaction();
     await transaction.begin();
     await transaction.request().query('UPDATE flights SET n = 1');
     await transaction.commit();
     await pool.close();
     await sql('DELETE FROM flights');`,
    `import mssql from ${JSON.stringify(import.meta.resolve('mssql'))};
     sdk.instrumentMssql(mssql);`,
  );
  expect(statements(seen)).toEqual([
    ['SELECT flights', 2, undefined, undefined],
    ['UPDATE flights', 0, 3, undefined],
    ['DELETE flights', 0, 3, undefined],
  ]);
  expect(transactions(seen)).toEqual([['committed', undefined, undefined, 3]]);
});

test('tables that were read and written are datasets, as far as they were committed', async () => {
  await using seen = await loading(`
    await attempt(
      'INSERT INTO dbo.a SELECT * FROM dbo.b', 'SELECT n FROM dbo.b', 'INSERT INTO dbo.a VALUES (1); SELECT SCOPE_IDENTITY()', 'INSERT INTO dbo.deadlock VALUES (1)',
      'BEGIN TRAN', 'UPDATE dbo.c SET n = 1', 'COMMIT', 'BEGIN TRAN', 'DELETE FROM dbo.d', 'ROLLBACK',
      'BEGIN TRAN; UPDATE dbo.e SET n = 1; COMMIT TRAN', 'BEGIN TRAN; UPDATE dbo.f SET n = 1; ROLLBACK TRAN');
    await done((over) => connection.beginTransaction(over));
    await attempt('INSERT INTO dbo.g VALUES (1)');
    await done((over) => connection.commitTransaction(over));`);
  const used = seen.server
    .events('pipeline.dataset.used')
    .map(
      ({ attributes: own }) =>
        `${String(own['pipeline.dataset.role'])} ${String(own['pipeline.dataset.name'])} ${Number(own['pipeline.dataset.rows'] ?? -1)}`,
    );
  expect(used.toSorted()).toEqual([
    'input flights.dbo.b -1',
    'output flights.dbo.a -1',
    'output flights.dbo.c 3',
    'output flights.dbo.e -1',
    'output flights.dbo.g 3',
  ]);
});
