import { expect, test } from 'vitest';
import { databaseErrorKind } from './database-error.ts';
import type { DatabaseSystem } from './error-kind.ts';

test.each([
  ['microsoft.sql_server', '18456', 'login', false],
  ['microsoft.sql_server', '4060', 'no-database', false],
  ['microsoft.sql_server', '1205', 'deadlock', true],
  ['microsoft.sql_server', '1222', 'lock-timeout', true],
  ['microsoft.sql_server', '40613', 'unavailable', true],
  ['postgresql', '28P01', 'login', false],
  ['postgresql', '3D000', 'no-database', false],
  ['postgresql', '53300', 'too-many-connections', true],
  ['postgresql', '57P03', 'starting-up', true],
  ['postgresql', '40P01', 'deadlock', true],
  ['postgresql', '23505', 'constraint', false],
  ['postgresql', '23Z99', 'constraint', false],
  ['mysql', '1045', 'login', false],
  ['mysql', '1049', 'no-database', false],
  ['mysql', '1040', 'too-many-connections', true],
  ['mysql', 'HANDSHAKE_SSL_ERROR', 'certificate', false],
  ['mysql', '2013', 'reset', true],
  ['mysql', '1205', 'lock-timeout', true],
  ['postgresql', 'ECONNREFUSED', 'refused', true],
  ['postgresql', 'EPIPE', 'reset', true],
  ['mysql', 'ENOTFOUND', 'dns', false],
  ['postgresql', 'toString', 'other', false],
] satisfies [DatabaseSystem, string, string, boolean][])('%s %s: %s', (system, code, kind, retryable) => {
  const found = databaseErrorKind(system, code);
  expect(found).toMatchObject({ class: kind, retryable });
  expect(found.advice).toMatch(/[.?]$/);
});

test.each([
  ['password authentication failed', 'login', false],
  ['auth failed', 'login', false],
  ['no such user: loader', 'login', false],
  ['SASL authentication failed', 'login', false],
  ['server login has been failing, cached error: FATAL: password authentication failed for user "x"', 'login', false],
  ['no such database: shop', 'no-database', false],
  ['database "shop" does not exist', 'no-database', false],
  ['server login has been failing, cached error: database "shop" does not exist', 'no-database', false],
  ['bouncer config error: database disabled', 'no-database', false],
  ['server login has been failing, try again later (server_login_retry)', 'unavailable', true],
  ['server login has been failing, cached error: connect failed (server_login_retry)', 'unavailable', true],
  ['pgbouncer cannot connect to server', 'unavailable', true],
  ['server conn crashed?', 'unavailable', true],
  ['query_wait_timeout', 'pool-timeout', true],
  ['no more connections allowed (max_client_conn)', 'too-many-connections', true],
  ['client connections exceeded (max_db_client_connections)', 'too-many-connections', true],
  ['server login has been failing, cached error: sorry, too many clients already', 'too-many-connections', true],
  ['server login has been failing, cached error: the database system is starting up', 'starting-up', true],
  ['the database system is shutting down', 'shutting-down', true],
  ['query_timeout', 'canceled', true],
  ['server closed the connection unexpectedly', 'reset', true],
  ['idle transaction timeout', 'reset', true],
  ['client_idle_timeout', 'reset', true],
  ['unsupported startup parameter: extra_float_digits', 'syntax', false],
  ['SSL required', 'encryption-required', false],
  ['transaction_timeout', 'reset', true],
  ['server disconnected', 'reset', true],
  ['database is disabled: shop', 'no-database', false],
  ['database does not allow connections: shop', 'no-database', false],
  ['server does not support SSL, but it was required', 'not-encrypted', false],
  ['prepared statement did not exist', 'syntax', false],
  ['invalid message length', 'malformed-reply', false],
])('a pooler before PostgreSQL, 08P01 %s: %s', (message, kind, retryable) => {
  const found = databaseErrorKind('postgresql', '08P01', message);
  expect(found).toMatchObject({ class: kind, retryable });
  expect(found.advice).toMatch(/[.?]$/);
});

test.each([
  ['XX000', 'Tenant or user not found', 'login'],
  [
    'XX000',
    'MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to pool_size',
    'too-many-connections',
  ],
  ['XX000', '(ENOTFOUND) tenant/user postgres.x not found', 'login'],
  ['XX000', 'Unable to check out process from the pool due to timeout', 'pool-timeout'],
  ['XX000', 'DbHandler exited', 'reset'],
  ['26000', 'prepared statement "S_1" does not exist', 'syntax'],
  ['XX000', 'could not open file', 'other'],
  ['42P01', 'relation "no such database" does not exist', 'syntax'],
  ['23505', 'query_wait_timeout', 'constraint'],
])('%s %s: %s', (code, message, kind) => {
  expect(databaseErrorKind('postgresql', code, message).class).toBe(kind);
});

test.each(['26000', '42P05'])(
  'a prepared statement that another session has or has not, %s, is laid at the pooler',
  (code) => {
    const { retryable, advice } = databaseErrorKind('postgresql', code, 'prepared statement "q1" …');
    expect([retryable, advice]).toEqual([
      false,
      expect.stringContaining('a pooler gives each transaction another session'),
    ]);
  },
);
