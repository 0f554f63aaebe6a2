import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryIn } from './memory.ts';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { blankStateFile } from './pglite-template.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const migrations = (await readdir(new URL('./migrations/', import.meta.url))).sort();

const folder = temporaryFolder();

test.each(migrations)('a data folder of %s is brought to now with its rows', async (last) => {
  const dataDir = join(folder, last);
  {
    await using before = await openPglite(dataDir, blankStateFile());
    await migrateState(before, last);
    await memoryIn(before).remember('audit-table.dwh', { cursor: '7' });
  }
  await using now = await openPglite(dataDir);
  await migrateState(now);
  expect(await memoryIn(now).recall('audit-table.dwh')).toEqual({ cursor: '7' });
  const applied = await now.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  expect(applied.map(({ name }) => name)).toEqual(migrations);
});

test('a state of a newer version is refused and left as it is', async () => {
  await using state = await openPglite(join(folder, migrations.at(-1) as string));
  await migrateState(state);
  await state.query("INSERT INTO schema_migrations (name) VALUES ('9999-later.sql')");
  await expect(migrateState(state)).rejects.toThrow(/state was written by a newer Sightglass.*9999-later\.sql.*--data/);
  expect(await state.ping()).toBe(true);
});
