import type { RunDatabase } from '@sightglass/model/api';
import { expect, test } from 'vitest';
import { sayTroubles } from './run-database-words.ts';

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
  failures: [],
  committed: 9,
  rolledBack: 0,
  rollbacks: [],
  waitedMs: 0,
  keptWaitingMs: 0,
};

const said = (change: Partial<RunDatabase>): string[] =>
  sayTroubles({ ...quiet, ...change }).map((words) => words.replaceAll(/\s/g, ' '));

test.each<[string, Partial<RunDatabase>, string[]]>([
  ['nothing', {}, []],
  [
    'a deadlock',
    {
      failed: 1,
      failures: [{ of: 'statement', errorClass: 'deadlock', count: 1 }],
      rolledBack: 1,
      rollbacks: [{ reason: 'error', errorClass: 'deadlock', transactions: 1 }],
    },
    ['1 statement failed (deadlock)', '1 transaction rolled back (deadlock)'],
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
    },
    ['40 connections not made (timeout)', '5 statements failed (3 lock timeout, 2 constraint)'],
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
  ['slow ones', { slow: 2, slowestMs: 22_000 }, ['2 slow statements, up to 22 s']],
  [
    'locks',
    { waitedMs: 22_000, keptWaitingMs: 4_000 },
    ['waited 22 s for the lock of another session', 'kept another session waiting for 4.0 s'],
  ],
])('%s', (_what, change, expected) => {
  expect(said(change)).toEqual(expected);
});
