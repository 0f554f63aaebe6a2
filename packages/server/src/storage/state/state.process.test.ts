import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instanceIdOf } from './instance-id.ts';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import type { StateStore } from './state-store.ts';
import { startTestPostgres, type TestPostgres } from './_postgres.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const folder = temporaryFolder();
let postgres: TestPostgres;
beforeAll(async () => void (postgres = await startTestPostgres()));
afterAll(() => postgres[Symbol.asyncDispose]());

const stores: readonly [name: string, open: () => Promise<StateStore>][] = [
  ['embedded', () => openPglite(join(folder, 'pglite'))],
  ['PostgreSQL server', async () => openPostgres({ url: postgres.url, onError: () => {} })],
];

describe.each(stores)('%s', (_name, open) => {
  test('migrates once, however often and by however many', async () => {
    await using state = await open();
    await Promise.all([migrateState(state), migrateState(state), migrateState(state)]);
    await migrateState(state);
    expect(await state.query('SELECT name FROM schema_migrations ORDER BY name')).toEqual([
      { name: '0001-settings.sql' },
      { name: '0002-api-breakers.sql' },
    ]);
  });

  test('keeps its instance id over a restart', async () => {
    const ids = new Set<string>();
    for (let start = 0; start < 2; start += 1) {
      await using state = await open();
      await migrateState(state);
      ids.add(await instanceIdOf(state));
      ids.add(await instanceIdOf(state));
    }
    expect(ids.size).toBe(1);
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
