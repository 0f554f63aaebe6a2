import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateState, stateMigrationsFolder } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { blankStateFile } from './pglite-template.ts';
import { openPostgres } from './postgres.ts';
import type { StateStore } from './state-store.ts';
import { whileLeading } from './while-leading.ts';
import { startTestPostgres, type TestPostgres } from './_postgres.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const folder = temporaryFolder();
let postgres: TestPostgres;
beforeAll(async () => void (postgres = await startTestPostgres()));
afterAll(() => postgres[Symbol.asyncDispose]());

const stores: readonly [name: string, open: () => Promise<StateStore>][] = [
  ['embedded', () => openPglite(join(folder, 'pglite'), blankStateFile())],
  ['PostgreSQL server', async () => openPostgres({ url: postgres.url, onError: () => {} })],
];

const migrations = readdirSync(stateMigrationsFolder).toSorted();
/** The last that each release had: 0.1.0 and 0.2.0. */
const released = '0002-api-breakers.sql';

test('the state of a release is brought to now, and what it held stays; an older server refuses what is newer', async () => {
  await using state = await openPglite(join(temporaryFolder(), 'of-release'), blankStateFile());
  await migrateState(state, released);
  expect(await state.query("SELECT 1 FROM pg_tables WHERE tablename = 'people'")).toEqual([]);
  await state.query("INSERT INTO settings (name, value) VALUES ('position', '7')");
  await migrateState(state);
  expect(await state.query("SELECT value FROM settings WHERE name = 'position'")).toEqual([{ value: 7 }]);
  await state.query("INSERT INTO schema_migrations (name) VALUES ('9999-later.sql')");
  await expect(migrateState(state)).rejects.toMatchObject({
    code: 'DATA_NEWER',
    message: expect.stringContaining('9999-later.sql'),
  });
});

describe.each(stores)('%s', (_name, open) => {
  test('migrates once, however often and by however many', async () => {
    await using state = await open();
    await Promise.all([migrateState(state), migrateState(state), migrateState(state)]);
    await migrateState(state);
    expect(await state.query('SELECT name FROM schema_migrations ORDER BY name')).toEqual(
      migrations.map((name) => ({ name })),
    );
  });

  test('a transaction that fails leaves nothing behind, and the store goes on', async () => {
    await using state = await open();
    await migrateState(state);
    const failing = state.transaction(async (query) => {
      await query("INSERT INTO settings (name, value) VALUES ('half', '1')");
      await query('SELECT 1 / 0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(await state.query("SELECT name FROM settings WHERE name = 'half'")).toEqual([]);
    expect(await state.ping()).toBe(true);
  });

  test('reads values alike', async () => {
    await using state = await open();
    const [row] = await state.query(
      'SELECT $1::bigint AS count, $2::timestamptz AS at, $3::text[] AS names, $4::jsonb AS value',
      [4_711_000_000, new Date(0), ['a', 'b'], '{"x":1}'],
    );
    expect(row).toEqual({ count: 4_711_000_000, at: new Date(0), names: ['a', 'b'], value: { x: 1 } });
  });
});

test('a server that is not there does not answer', async () => {
  await using state = openPostgres({ url: 'postgres://nobody@127.0.0.1:1/none', onError: () => {} });
  expect(await state.ping()).toBe(false);
});

test('the embedded state has one server, which leads', async () => {
  await using state = await openPglite(join(folder, 'alone'));
  await using lead = await state.lead();
  expect(await lead?.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(lead?.lost.aborted).toBe(false);
});

describe('servers that share a state', () => {
  const open = () => openPostgres({ url: postgres.url, onError: () => {} });
  const endLeader = (state: StateStore) =>
    state.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sightglass leader'");

  test('one leads at a time, and changes nothing once its connection is broken', async () => {
    await using first = open();
    await using second = open();
    await using lead = await first.lead();
    expect(lead).toBeDefined();
    expect(await second.lead()).toBeUndefined();
    await endLeader(second);
    await expect.poll(() => lead?.lost.aborted).toBe(true);
    await expect(lead?.query('SELECT 1')).rejects.toThrow();
    await using next = await second.lead();
    expect(await next?.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('what the leader does ends before another does it, and begins again when the connection is back', async () => {
    const stores = [open(), open()];
    const seen: string[] = [];
    const errors: unknown[] = [];
    const servers = await Promise.all(
      stores.map((state, index) =>
        whileLeading({
          state,
          retryMs: 50,
          onGained: () => {},
          onLost: () => {},
          onError: (error) => errors.push(error),
          start: async () => {
            seen.push(`${index} begins`);
            return { [Symbol.asyncDispose]: async () => void seen.push(`${index} ends`) };
          },
        }),
      ),
    );
    await expect.poll(() => seen.length).toBe(1);
    const leader = Number(seen[0]?.[0]);
    await servers[leader]?.[Symbol.asyncDispose]();
    const other = 1 - leader;
    await expect
      .poll(() => seen, { timeout: 60_000 })
      .toEqual([`${leader} begins`, `${leader} ends`, `${other} begins`]);
    await endLeader(stores[0] as StateStore);
    await expect.poll(() => seen.slice(3), { timeout: 60_000 }).toEqual([`${other} ends`, `${other} begins`]);
    await servers[other]?.[Symbol.asyncDispose]();
    expect(seen.at(-1)).toBe(`${other} ends`);
    expect(errors).toEqual([]);
    for (const store of stores) await store[Symbol.asyncDispose]();
  });
});
