import { describe, expect, it, test } from 'vitest';
import { systemSubject } from '../subject.ts';
import { causesOfRun, type FailedRun, type ReportedError } from './causes-of-run.ts';

const endedAtMs = Date.parse('2026-11-27T05:00:00Z');
const warehouse = systemSubject('database', 'warehouse');
const places = [{ subject: warehouse, host: 'db1', port: 5432 }];

const failed = (message: string, given: Partial<FailedRun> = {}): FailedRun => ({
  endedAtMs,
  failure: { type: 'Error', message },
  errors: [],
  ...given,
});
const error = (given: Partial<ReportedError>): ReportedError => ({
  atMs: endedAtMs - 1_000,
  type: 'refused',
  messages: ['connect ECONNREFUSED 10.0.0.7:5432'],
  system: 'postgresql',
  host: 'DB1',
  port: 5432,
  ...given,
});
const keys = (run: FailedRun): string[] => causesOfRun(run, places).map(({ key }) => key);

test.each<[message: string, key: string]>([
  ['connect ECONNREFUSED 10.0.0.7:5432', '10.0.0.7:5432 cannot be reached'],
  ['connect ECONNREFUSED ::1:5432', '::1:5432 cannot be reached'],
  ['getaddrinfo ENOTFOUND db1', 'warehouse cannot be reached'],
  [
    'psycopg2.OperationalError: connection to server at "db1" (10.0.0.7), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
    'warehouse cannot be reached',
  ],
  [
    'connection to server at "db1" (10.0.0.7), port 5432 failed: FATAL:  the database system is starting up',
    'warehouse cannot be reached',
  ],
  [
    'connection to server at "db1" (10.0.0.7), port 5432 failed: FATAL:  password authentication failed for user "etl"',
    'warehouse refuses logins',
  ],
  [
    'connection to server at "db9" (10.0.0.9), port 5432 failed: FATAL:  sorry, too many clients already',
    'db9:5432 has no connection left',
  ],
  [
    'could not connect to server: Connection timed out. Is the server running on host "db9" (10.0.0.9) and accepting TCP/IP connections on port 5433?',
    'db9:5433 cannot be reached',
  ],
  ['could not translate host name "db9" to address: Name or service not known', 'db9 cannot be reached'],
  [
    `(2003, "Can't connect to MySQL server on 'my1:3307' ([Errno 111] Connection refused)")`,
    'my1:3307 cannot be reached',
  ],
  ['dial tcp 10.0.0.7:5432: connect: connection refused', '10.0.0.7:5432 cannot be reached'],
  ['dial tcp: lookup db9 on 10.0.0.2:53: no such host', 'db9 cannot be reached'],
  [
    'The TCP/IP connection to the host SQL9, port 1433 has failed. Error: "connect timed out. Verify the connection properties."',
    'sql9:1433 cannot be reached',
  ],
  ['Connection to db1:5432 refused. Check that the hostname and port are correct', 'warehouse cannot be reached'],
  ['java.net.UnknownHostException: db9', 'db9 cannot be reached'],
  ['Failed to connect to sql9:1433 - Could not connect (sequence)', 'sql9:1433 cannot be reached'],
  [
    'curl: (7) Failed to connect to api.example.com port 443 after 0 ms: Connection refused',
    'api.example.com:443 cannot be reached',
  ],
  [
    "HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /v1 (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
    'api.example.com:443 cannot be reached',
  ],
  [
    "Cannot connect to host api.example.com:443 ssl:default [Connect call failed ('10.0.0.1', 443)]",
    'api.example.com:443 cannot be reached',
  ],
  [
    '503 Server Error: Service Unavailable for url: https://api.example.com/v1',
    'api.example.com:443 answers with errors',
  ],
])('what ends a run says which server it did not reach: %s', (message, key) => {
  expect(keys(failed(message))).toEqual([key]);
});

test.each([
  'connection to server at "db1" (10.0.0.7), port 5432 failed: FATAL:  database "shop" does not exist',
  'duplicate key value violates unique constraint "orders_pkey"',
  'canceling statement due to statement timeout',
  'every row of orders.csv has an id: 12 have none',
  '404 Client Error: Not Found for url: https://api.example.com/v1',
  'read 5432 rows from db1: 3 failed',
])('other reasons are of the run alone: %s', (message) => {
  expect(keys(failed(message))).toEqual([]);
});

describe('an API that the SDK calls', () => {
  const ended = (message: string) => keys({ endedAtMs, failure: { type: 'ApiError', message }, errors: [] });
  it.each([
    ['airports: GET /v1/airports failed: HTTP 503', ['airports answers with errors']],
    ['airports: GET /v1/airports failed: no answer in 800 ms', ['airports cannot be reached']],
    ['airports: GET /v1/airports was not sent: the breaker is isolated', ['airports cannot be reached']],
    ['airports: GET /v1/airports failed: HTTP 404', []],
    ['airports: GET /v1/airports failed: HTTP 429', []],
    ['airports: GET /v1/airports failed: the answer does not match its schema: x', []],
    ['airports: GET /v1/airports failed: given up by the program', []],
  ])('%s', (message, expected) => {
    expect(ended(message)).toEqual(expected);
  });

  it('is found in what caused the error too', () => {
    const stacktrace = 'Error: load\n at x\nCaused by: ApiError: airports: GET /v1 failed: HTTP 502\n at y';
    expect(keys({ endedAtMs, failure: { type: 'Error', message: 'load', stacktrace }, errors: [] })).toEqual([
      'airports answers with errors',
    ]);
  });
});

describe('errors that a run reported of a server', () => {
  it('name it where the message that ended the run does not', () => {
    const message = 'password authentication failed for user "etl"';
    const run = failed(message, { errors: [error({ type: 'login', messages: [message] })] });
    expect(causesOfRun(run, places)).toEqual([{ key: 'warehouse refuses logins', subject: warehouse }]);
  });

  it('are no cause where the run survived them', () => {
    expect(keys(failed('contract orders is broken', { errors: [error({})] }))).toEqual([]);
  });

  it('are the cause of a program that reports nothing else, when they came last', () => {
    const silent = { failure: { type: 'exit_code_1', message: 'exited with code 1' } };
    expect(keys(failed('', { ...silent, errors: [error({})] }))).toEqual(['warehouse cannot be reached']);
    expect(keys(failed('', { ...silent, errors: [error({ atMs: endedAtMs - 600_000 })] }))).toEqual([]);
  });

  it('are read by the words of any language', () => {
    const message = 'server closed the connection unexpectedly';
    const errors = [error({ type: 'psycopg2.OperationalError', messages: [message], host: 'db9', port: 0 })];
    expect(keys(failed(message, { errors }))).toEqual(['db9:5432 cannot be reached']);
    const unavailable = [error({ type: '503', messages: ['Service Unavailable'], system: '', host: 'api', port: 443 })];
    expect(keys(failed('Service Unavailable', { errors: unavailable }))).toEqual(['api:443 answers with errors']);
  });

  it('about a statement alone are no outage', () => {
    const message = 'duplicate key value violates unique constraint';
    expect(keys(failed(message, { errors: [error({ type: 'constraint', messages: [message] })] }))).toEqual([]);
  });
});
