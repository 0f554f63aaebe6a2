import { createHash } from 'node:crypto';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackFolder } from '../packed-folder.ts';
import { installedVersion, templateFile } from '../template-file.ts';
import { migrationsFolder } from './migrate.ts';

/** The data of an engine that has run every migration and holds nothing, packed: unpacking it costs a tenth of running them. */
export const engineTemplateFile = async (): Promise<string> => {
  const made = createHash('sha256').update(installedVersion('chdb'));
  for (const name of (await readdir(migrationsFolder)).sort())
    made.update(`\0${name}\0`).update(await readFile(new URL(name, migrationsFolder)));
  return templateFile('telemetry', made.digest('hex').slice(0, 16));
};

/** Where no engine has kept data in `dataDir` yet, it begins with those of the template; without one, it begins with nothing. */
export const beginWithTemplate = async (dataDir: string): Promise<void> => {
  const folder = join(dataDir, 'engine');
  const isNew = await access(folder).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
  if (isNew) await unpackFolder(await engineTemplateFile(), folder);
};
