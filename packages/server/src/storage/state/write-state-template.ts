import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { packFolder } from '../packed-folder.ts';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { blankStateFile } from './pglite-template.ts';

/** Writes what a new state begins with; only packaging and tests do. */
export const writeStateTemplate = async (file: string): Promise<void> => {
  const blank = blankStateFile();
  if (!existsSync(blank)) await writeBlankState(blank);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-template-'));
  const path = join(folder.path, 'state');
  {
    await using state = await openPglite(path, blank);
    await migrateState(state);
  }
  await packFolder(path, file);
};

/** Without the databases that others would be created from: nobody creates any, and they are two thirds of all files. */
const writeBlankState = async (file: string): Promise<void> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-template-'));
  const database = await PGlite.create(folder.path);
  for (const name of ['template0', 'template1']) {
    await database.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
    await database.query(`DROP DATABASE ${name}`);
  }
  await database.close();
  await packFolder(folder.path, file);
};
