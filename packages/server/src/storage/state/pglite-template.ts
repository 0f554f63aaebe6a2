import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { packFolder } from '../packed-folder.ts';
import { installedVersion, templateFile } from '../template-file.ts';

/** An empty database, packed: unpacking it costs a fraction of creating one. */
export const stateTemplateFile = (): string => templateFile('state', installedVersion('@electric-sql/pglite'));

/** Without the databases that others would be created from: nobody creates any, and they are two thirds of all files. */
export const writeStateTemplate = async (file: string): Promise<void> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-template-'));
  const database = await PGlite.create(folder.path);
  for (const name of ['template0', 'template1']) {
    await database.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
    await database.query(`DROP DATABASE ${name}`);
  }
  await database.close();
  await packFolder(folder.path, file);
};
