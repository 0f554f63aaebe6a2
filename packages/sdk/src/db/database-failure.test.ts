import { expect, test } from 'vitest';
import { databaseFailure } from './database-failure.ts';

const raised = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  ['postgresql', raised('Connection terminated unexpectedly'), 'reset', true],
  ['postgresql', raised('Connection terminated due to connection timeout'), 'timeout', true],
  ['postgresql', raised('timeout exceeded when trying to connect'), 'pool-timeout', true],
  ['postgresql', raised('Client has encountered a connection error and is not queryable'), 'reset', true],
  ['postgresql', raised('duplicate key', '23505'), 'constraint', false],
  ['postgresql', raised('read ECONNRESET', 'ECONNRESET'), 'reset', true],
  ['postgresql', new AggregateError([raised('connect ECONNREFUSED ::1:1', 'ECONNREFUSED')]), 'refused', true],
  ['postgresql', raised('column "closed" does not exist', '42703'), 'syntax', false],
  ['microsoft.sql_server', raised('Connection is closed.', 'ECONNCLOSED'), 'reset', true],
  ['microsoft.sql_server', raised('Connection not yet open.', 'ENOTOPEN'), 'reset', true],
  [
    'microsoft.sql_server',
    raised('Requests can only be made in the LoggedIn state, not the Final state', 'EINVALIDSTATE'),
    'reset',
    true,
  ],
  ['microsoft.sql_server', raised('Failed to connect to db:1433 - connect ECONNREFUSED', 'ESOCKET'), 'reset', true],
  ['microsoft.sql_server', raised("Login failed for user 'loader'.", 'ELOGIN'), 'login', false],
  ['microsoft.sql_server', raised('Timeout: Request failed to complete in 100ms', 'ETIMEOUT'), 'timeout', true],
  [
    'microsoft.sql_server',
    raised('Failed to acquire a connection from the pool within the timeout'),
    'pool-timeout',
    true,
  ],
  ['postgresql', raised('the period is closed', 'P0001'), 'other', false],
  ['microsoft.sql_server', raised('something of our own'), 'other', false],
] as const)('%s, %s: %s', (system, error, kind, retryable) => {
  expect(databaseFailure(system, error)).toMatchObject({ class: kind, retryable });
});
