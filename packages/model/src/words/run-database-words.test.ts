import { expect, test } from 'vitest';
import type { RunDatabase } from '../rest/systems/run-databases.ts';
import { countOf } from './count.ts';
import { databaseAddressWords, databaseTroubles } from './run-database-words.ts';

const quiet: RunDatabase = {
  name: 'warehouse',
  system: 'postgresql',
  host: 'db',
  port: 5432,
  database: 'shop',
  statements: 900,
  failed: 0,
  durationMs: 1_800,
  slowestMs: 40,
  slow: 0,
  connectionsFailed: 0,
  poolTimeouts: 0,
  lockTimeouts: 0,
  lockHolders: [],
  deadlocks: 0,
  failures: [],
  committed: 9,
  rolledBack: 0,
  rollbacks: [],
  waitedMs: 0,
  keptWaitingMs: 0,
};

const holder: RunDatabase['lockHolders'][number] = {
  session: '4711',
  application: 'nightly-reindex',
  login: 'etl',
  state: 'idle in transaction',
  statement: 'LOCK TABLE flights',
  since: '2026-11-29T02:13:04.000Z',
  lastSeenAt: '2026-11-29T02:14:00.000Z',
  waits: 3,
  isCertain: true,
  run: null,
};

const wordsOf = (change: Partial<RunDatabase>): string[] =>
  databaseTroubles(
    { ...quiet, ...change },
    { duration: (ms) => `${ms / 1_000} s`, counted: countOf, time: (at) => at.slice(11, 16) },
  );

test.each<[string, Partial<RunDatabase>, string[]]>([
  ['nothing', {}, []],
  [
    'a deadlock',
    {
      failed: 1,
      deadlocks: 1,
      failures: [{ of: 'statement', errorClass: 'deadlock', count: 1 }],
      rolledBack: 1,
      rollbacks: [{ reason: 'error', errorClass: 'deadlock', transactions: 1 }],
    },
    ['1 deadlock', '1 transaction rolled back (deadlock)'],
  ],
  [
    'several classes',
    {
      failed: 5,
      failures: [
        { of: 'statement', errorClass: 'lock-timeout', count: 3 },
        { of: 'connection', errorClass: 'timeout', count: 40 },
        { of: 'statement', errorClass: 'constraint', count: 2 },
      ],
      connectionsFailed: 40,
      lockTimeouts: 3,
    },
    ['40 connections not made (timeout)', '3 lock waits timed out', '2 more statements failed (constraint)'],
  ],
  [
    'rollbacks by reason',
    {
      rolledBack: 3,
      rollbacks: [
        { reason: 'asked-for', errorClass: null, transactions: 2 },
        { reason: 'connection-lost', errorClass: null, transactions: 1 },
      ],
    },
    ['3 transactions rolled back (2 asked for, 1 connection lost)'],
  ],
  [
    'who held a lock, at most three of them',
    {
      failed: 1,
      lockTimeouts: 1,
      failures: [{ of: 'statement', errorClass: 'lock-timeout', count: 1 }],
      lockHolders: [
        holder,
        { ...holder, session: '8', run: { runId: 'r-1', namespace: 'default', pipeline: 'orders' }, state: '' },
        { ...holder, session: '9', application: '', login: '', since: null, isCertain: false },
        { ...holder, session: '10' },
      ],
    },
    [
      '1 lock wait timed out',
      'lock held by session 4711 (nightly-reindex), idle in transaction since 02:13',
      'lock held by session 8 (run r-1 of orders), its transaction open since 02:13',
      'lock perhaps held by session 9, idle in transaction',
    ],
  ],
  [
    'no lock',
    {
      failed: 3,
      failures: [
        { of: 'statement', errorClass: 'syntax', count: 2 },
        { of: 'statement', errorClass: 'constraint', count: 1 },
      ],
    },
    ['3 statements failed (2 syntax, 1 constraint)'],
  ],
  ['a pool that is too small', { poolTimeouts: 7 }, ['7 pool timeouts']],
  ['slow ones', { slow: 2, slowestMs: 22_000 }, ['2 slow statements, up to 22 s']],
  [
    'locks',
    { waitedMs: 22_000, keptWaitingMs: 4_000 },
    ['waited 22 s for the lock of another session', 'kept another session waiting for 4 s'],
  ],
])('%s', (_what, change, expected) => {
  expect(wordsOf(change)).toEqual(expected);
});

test.each([
  ['db', 5432, 'shop', 'db:5432/shop'],
  ['db', 5432, '', 'db:5432'],
  ['db', 0, 'shop', 'db/shop'],
  ['', 0, 'shop', 'shop'],
  ['', 5432, '', 'unknown database'],
])('a database at "%s", port %d, called "%s"', (host, port, database, words) => {
  expect(databaseAddressWords({ host, port, database })).toBe(words);
});
