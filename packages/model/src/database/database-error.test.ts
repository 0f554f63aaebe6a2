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
