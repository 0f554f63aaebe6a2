import type { Dependency, PingReport } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { databaseSentence, databasesSentence } from './database-sentence.ts';

const now = Date.parse('2026-11-23T02:10:00Z');
const well: PingReport = {
  ok: true,
  system: 'postgresql',
  host: 'db',
  port: 5432,
  database: 'shop',
  checkedAt: '2026-11-23T02:09:30Z',
  durationMs: 14,
  timeoutMs: 3_000,
  encrypted: true,
  certificate: null,
  serverVersion: 'PostgreSQL 18.4',
  role: 'primary',
  addresses: [],
  steps: [],
  warnings: [],
  error: null,
};
const refused: PingReport = {
  ...well,
  ok: false,
  error: {
    step: 'tcp',
    class: 'refused',
    code: 'ECONNREFUSED',
    message: 'refused',
    retryable: true,
    advice: 'Start it.',
  },
};

const database = (more: Partial<Dependency> = {}): Dependency => ({
  name: 'warehouse',
  system: 'postgresql',
  host: 'db',
  port: 5432,
  database: 'shop',
  state: 'up',
  since: '2026-11-23T02:07:00Z',
  flapping: false,
  failuresInARow: 0,
  intervalMs: 60_000,
  timeoutMs: 3_000,
  slowMs: 1_000,
  sampleMs: null,
  sampledAt: null,
  nextCheckAt: null,
  lastCheck: well,
  recentChecks: [],
  ...more,
});
const down = database({ state: 'down', lastCheck: refused });
const unasked = database({ name: 'crm', state: 'unknown', since: null, lastCheck: null });

it.each<[string, Dependency, number]>([
  ['warehouse is well and answers in 14 ms.', database(), 0],
  ['warehouse answers in 14 ms, but 1 session waits for a lock.', database(), 1],
  ['warehouse answers in 14 ms, but 3 sessions wait for a lock.', database(), 3],
  ['warehouse is up, but just failed at connecting to its port.', database({ lastCheck: refused }), 0],
  ['warehouse went down 3 minutes ago: it fails at connecting to its port.', down, 0],
  [
    'warehouse has not been well, first noticed 3 minutes ago: it takes 2.5 s to answer.',
    database({ state: 'degraded', lastCheck: { ...well, durationMs: 2_500 } }),
    0,
  ],
  [
    'warehouse has not been well, first noticed 3 minutes ago: it comes and goes.',
    database({ state: 'degraded', flapping: true }),
    0,
  ],
  ['crm has not been asked yet.', unasked, 0],
])('%s', (expected, one, waiting) => {
  expect(spaced(databaseSentence(one, waiting, now))).toBe(expected);
});

it.each<[string, Dependency[]]>([
  ['warehouse is well.', [database()]],
  ['All 2 databases are well.', [database(), database({ name: 'crm' })]],
  ['1 of 2 databases is well; the others were not asked yet.', [unasked, database()]],
  ['No database has answered yet.', [unasked]],
  [
    'warehouse went down 3 minutes ago: it fails at connecting to its port, and one more database is not well.',
    [database({ name: 'crm', state: 'degraded' }), unasked, down],
  ],
])('%s', (expected, items) => {
  expect(spaced(databasesSentence(items, now))).toBe(expected);
});
