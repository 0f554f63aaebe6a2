import { readTarget } from '@sightglass/probes';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../storage/state/_postgres.ts';
import { auditTableAt } from './sessions/open.ts';
import { auditMemoryIn } from './store.ts';
import { migrateState } from '../../storage/state/migrate.ts';
import { openPglite } from '../../storage/state/pglite.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import { requestTypes } from '../../wire/messages.ts';
import { pollAuditTable, type AuditSource } from './loop-poll.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

let postgres: TestPostgres;
let database: Client;
let folder: string;
let state: StateStore;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
  folder = temporaryFolder();
  state = await openPglite(folder);
  await migrateState(state);
});
afterAll(async () => {
  await state[Symbol.asyncDispose]();
  await database.end();
  await postgres[Symbol.asyncDispose]();
});

let tables = 0;
let table = '';
/** Keys said, in order, and the runs they are about. */
const stateByRun = new Map<string, string>();
beforeEach(async () => {
  table = `log_${(tables += 1)}`;
  stateByRun.clear();
  await database.query(`CREATE TABLE ${table} (id integer, begun timestamptz, ended timestamptz, changed timestamptz)`);
});

const add = (ids: string, changed: string) =>
  database.query(
    `INSERT INTO ${table} SELECT id, '2026-03-01T02:00:00Z', '2026-03-01T02:01:00Z', ${changed} FROM generate_series(${ids}) AS id`,
  );

interface Change extends Partial<AuditSource> {
  /** Refuses the body after so many. */
  readonly fullAfter?: number;
  readonly onUnreadable?: (position: string, words: string) => void;
}

const poll = ({ fullAfter = Infinity, onUnreadable, ...change }: Change = {}): Promise<number> =>
  pollAuditTable({
    source: {
      name: table,
      table,
      cursorColumn: 'changed',
      columns: { runId: 'id', startedAt: 'begun', finishedAt: 'ended' },
      pipeline: 'p',
      states: {},
      timeZone: 'UTC',
      lostAfterMs: 86_400_000,
      keepRunIds: false,
      overlap: { ids: 10, ms: 600_000 },
      ...change,
    },
    table: auditTableAt({ target: readTarget(postgres.url), table }),
    memory: auditMemoryIn(state),
    emit: async (logs, key) => {
      if (stateByRun.size >= fullAfter) throw new Error('the spool is full');
      if (!stateByRun.has(key)) stateByRun.set(key, runIdIn(logs));
    },
    onUnreadable: onUnreadable ?? ((position, words) => expect.fail(`${position} ${words}`)),
  });

const runIdIn = (logs: Uint8Array): string => {
  const text = JSON.stringify(requestTypes.logs.decode(logs));
  return /"pipeline\.run\.id","value":\{"stringValue":"[^:]+:([^"]+)"/.exec(text)?.[1] ?? text;
};
const runsEmitted = (): number[] => [...stateByRun.values()].map(Number).sort((a, b) => a - b);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('more rows than a page, all changed at once, are each told once', async () => {
  await add('1, 1300', `'2026-03-01T03:00:00.123456Z'`);
  await poll();
  expect(runsEmitted()).toEqual(upTo(1_300));
  await poll();
  expect(runsEmitted()).toEqual(upTo(1_300));
});

test('looking at the table adds no rollbacks to those of its programs', async () => {
  await add('1, 3', `'2026-03-01T03:00:00Z'`);
  const rollbacks = async (): Promise<number> => {
    const sql =
      'SELECT xact_rollback::int AS rollbacks, pg_stat_clear_snapshot() FROM pg_stat_database WHERE datname = current_database()';
    return (await database.query<{ rollbacks: number }>(sql)).rows[0]?.rollbacks ?? Number.NaN;
  };
  const sessions = async (): Promise<number> =>
    (await database.query("SELECT FROM pg_stat_activity WHERE application_name = 'sightglass'")).rowCount ?? 0;
  const before = await rollbacks();
  await poll();
  await expect.poll(sessions).toBe(0);
  expect(await rollbacks()).toBe(before);
});

test('a spool that is full in the middle loses nothing and repeats nothing', async () => {
  await add('1, 1200', `'2026-03-01T03:00:00Z'::timestamptz + id * interval '1 s'`);
  await expect(poll({ fullAfter: 700 })).rejects.toThrow('the spool is full');
  await poll();
  expect(runsEmitted()).toEqual(upTo(1_200));
});

test('a row committed late, with an earlier cursor, is found', async () => {
  await add('1, 3', `'2026-03-01T03:10:00Z'`);
  await poll();
  await add('4, 4', `'2026-03-01T03:01:00Z'`);
  await poll();
  expect(runsEmitted()).toEqual(upTo(4));
});

test('what lies further back than the overlap is not read again', async () => {
  await add('1, 900', `'2026-03-01T03:00:00Z'::timestamptz + id * interval '1 m'`);
  await poll();
  expect(await poll()).toBe(11);
});

test('a row that changed is told again', async () => {
  await add('1, 2', `'2026-03-01T03:00:00Z'`);
  await poll();
  await database.query(
    `UPDATE ${table} SET ended = '2026-03-01T02:09:00Z', changed = '2026-03-02T00:00:00Z' WHERE id = 2`,
  );
  await poll();
  expect(runsEmitted()).toEqual([1, 2, 2]);
});

test('by a numeric id: a row without an end is looked at until it has one, however far back', async () => {
  const byId = { cursorColumn: 'id' };
  await add('1, 100', 'NULL');
  await database.query(`UPDATE ${table} SET begun = now(), ended = NULL WHERE id = 5`);
  await poll(byId);
  await database.query(`UPDATE ${table} SET ended = now() WHERE id = 5`);
  await poll(byId);
  expect(runsEmitted().filter((id) => id === 5)).toEqual([5, 5]);
  expect(await poll(byId)).toBe(11);
});

test('a row that says it runs, and has had an end for a while, is over though it did not change', async () => {
  const unreadable: string[] = [];
  const withState = {
    cursorColumn: 'id',
    columns: { runId: 'id', startedAt: 'begun', finishedAt: 'ended', state: 'state' },
    onUnreadable: (_position: string, words: string) => void unreadable.push(words),
  };
  await database.query(`ALTER TABLE ${table} ADD state text`);
  await database.query(
    `INSERT INTO ${table} VALUES (1, now() - interval '1 h', now() - interval '298 s', now(), 'RUNNING')`,
  );
  await poll(withState);
  expect([runsEmitted(), unreadable]).toEqual([[1], []]);
  await expect
    .poll(() => poll(withState).then(() => runsEmitted()), { timeout: 60_000, interval: 500 })
    .toEqual([1, 1]);
  expect(unreadable[0]).toContain('state holds "RUNNING": the row has an end');
  await database.query(`UPDATE ${table} SET state = 'OK'`);
  await poll(withState);
  expect(runsEmitted()).toEqual([1, 1, 1]);
});

test('another mapping reads from the beginning', async () => {
  await add('1, 30', `'2026-03-01T03:00:00Z'::timestamptz + id * interval '1 h'`);
  await poll();
  expect(await poll()).toBe(1);
  expect(await poll({ pipeline: 'q' })).toBe(30);
});

test.each([
  [
    'a column that is not there',
    { columns: { runId: 'key', startedAt: 'begun' } },
    /log_\d+ has no column key; it has id, begun, ended, changed\. Correct auditTables → log_/,
  ],
  ['a cursor that is not there', { cursorColumn: 'seq' }, /has no column seq/],
])('%s is said', async (_name, change, words) => {
  await expect(poll(change)).rejects.toThrow(words);
});
