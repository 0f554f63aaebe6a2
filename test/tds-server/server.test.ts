import sql from 'mssql';
import { expect, test } from 'vitest';
import { selfSigned } from './certificate.ts';
import { sqlServerErrors, type Script } from './script.ts';
import { startTdsServer } from './server.ts';

/** What the most used driver makes of the test server. */
const connected = async (script: Script, more: { encrypt?: boolean; requestTimeout?: number } = {}) => {
  const server = await startTdsServer(script);
  const { encrypt = false, requestTimeout = 5_000 } = more;
  const pool = new sql.ConnectionPool({
    server: '127.0.0.1',
    port: server.port,
    user: 'loader',
    password: 'secret',
    database: 'flights',
    connectionTimeout: 5_000,
    requestTimeout,
    validateConnection: 'socket',
    pool: { min: 0, max: 2 },
    options: { encrypt, trustServerCertificate: true, appName: 'test', abortTransactionOnError: false },
  });
  pool.on('error', () => undefined);
  return {
    server,
    pool,
    [Symbol.asyncDispose]: async () => {
      await pool.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

const errorOf = async (work: Promise<unknown>): Promise<Error & { code?: string; number?: number }> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('it did not fail');
  return error;
};

const twoRows: Script = {
  reply: () => ({
    columns: ['n', 't'],
    rows: [
      [1, 'ä€'],
      [2, 'two'],
    ],
  }),
};

test('login, a query as text and one with parameters, rows with numbers and text', async () => {
  await using it = await connected(twoRows);
  await it.pool.connect();
  const { recordset } = await it.pool.request().batch('SELECT n, t FROM x');
  expect(recordset).toEqual([
    { n: 1, t: 'ä€' },
    { n: 2, t: 'two' },
  ]);
  await it.pool.request().input('a', 7).query('SELECT n FROM x WHERE a = @a');
  expect(it.server.statements).toContain('SELECT n, t FROM x');
  expect(it.server.statements).toContain('SELECT n FROM x WHERE a = @a');
  expect(it.server.logins[0]).toEqual({ user: 'loader', application: 'test', database: 'flights', encrypted: false });
});

test('TLS: the login comes encrypted', async () => {
  const certificate = await selfSigned(90);
  await using it = await connected({ ...twoRows, encryption: 'required', certificate }, { encrypt: true });
  await it.pool.connect();
  expect((await it.pool.request().batch('SELECT 1')).recordset).toHaveLength(2);
  expect(it.server.logins[0]?.encrypted).toBe(true);
});

test('"encryption not supported": with encrypt the password does not go out', async () => {
  await using it = await connected({}, { encrypt: true });
  await errorOf(it.pool.connect());
  expect(it.server.logins).toEqual([]);
});

test.each([
  ['18456', { login: { error: sqlServerErrors.loginFailed } }, /Login failed/],
  ['reset before login', { prelogin: 'reset' }, /ECONNRESET|connection lost|hang up/i],
] as const)('connecting fails: %s', async (_name, script, message) => {
  await using it = await connected(script);
  expect((await errorOf(it.pool.connect())).message).toMatch(message);
});

test.each([
  ['deadlock', 1205],
  ['lockTimeout', 1222],
] as const)('a statement fails: %s', async (name, number) => {
  await using it = await connected({ reply: () => ({ error: sqlServerErrors[name] }) });
  await it.pool.connect();
  expect((await errorOf(it.pool.request().batch('UPDATE x SET a = 1'))).number).toBe(number);
});

test('transactions: begin, commit, rollback, and one the server rolls back after a deadlock', async () => {
  await using it = await connected({
    reply: (text) => (text.includes('lock') ? { error: sqlServerErrors.deadlock, rollsBack: true } : { affected: 3 }),
  });
  await it.pool.connect();
  for (const end of ['commit', 'rollback'] as const) {
    const transaction = it.pool.transaction();
    await transaction.begin();
    expect((await transaction.request().batch('DELETE x')).rowsAffected).toEqual([3]);
    await transaction[end]();
  }
  const victim = it.pool.transaction();
  const rolledBack = new Promise((resolve) => victim.on('rollback', resolve));
  await victim.begin();
  await errorOf(victim.request().batch('lock'));
  expect(await rolledBack).toBe(true);
});

test('bulk load', async () => {
  await using it = await connected({ bulkRows: 2 });
  await it.pool.connect();
  const table = new sql.Table('x');
  table.columns.add('n', sql.Int, { nullable: false });
  table.rows.add(1);
  table.rows.add(2);
  expect((await it.pool.request().bulk(table)).rowsAffected).toBe(2);
});

test('a slow statement is cancelled by an attention, and the connection goes on', async () => {
  await using it = await connected(
    { reply: (text) => (text === 'slow' ? { afterMs: 60_000, answer: { affected: 1 } } : { affected: 5 }) },
    { requestTimeout: 200 },
  );
  await it.pool.connect();
  expect((await errorOf(it.pool.request().batch('slow'))).code).toBe('ETIMEOUT');
  expect((await it.pool.request().batch('quick')).rowsAffected).toEqual([5]);
});
