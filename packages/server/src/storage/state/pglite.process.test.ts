import { copyFile, mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { stateTemplateFile } from './pglite-template.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const folder = temporaryFolder();
const template = await stateTemplateFile();

const works = async (dataDir: string, file: string): Promise<void> => {
  await using state = await openPglite(dataDir, file);
  await migrateState(state);
  expect(await state.query('SELECT name FROM settings')).toEqual([]);
};

test('a database is created from scratch where the template does not serve', async () => {
  const cut = join(folder, 'cut.zst');
  await copyFile(template, cut);
  await truncate(cut, 100_000);
  await works(join(folder, 'scratch'), cut);
});

test('one from the template is as sound as one created from scratch', async () => {
  const dataDir = join(folder, 'sound');
  await works(dataDir, template);
  await using state = await openPglite(dataDir, template);
  expect(await state.query('SELECT datname FROM pg_database')).toEqual([{ datname: 'postgres' }]);
  const tables = await state.query<{ name: string }>(
    "SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r'",
  );
  expect(tables.length).toBeGreaterThan(50);
  for (const { name } of tables) await state.query(`SELECT * FROM ${name}`);
});

test('what a first start that was cut short left behind is replaced', async () => {
  const dataDir = join(folder, 'cut');
  await mkdir(`${dataDir}.new`);
  await writeFile(join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
  await works(dataDir, template);
  expect(await readdir(folder)).not.toContain('cut.new');
});

test('databases from one template are apart, and keep what they hold', async () => {
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  {
    await using state = await openPglite(one, template);
    await state.query('CREATE TABLE mine (id int)');
  }
  await using again = await openPglite(one, template);
  expect(await again.query('SELECT id FROM mine')).toEqual([]);
  await using state = await openPglite(other, template);
  await expect(state.query('SELECT id FROM mine')).rejects.toThrow('does not exist');
});
