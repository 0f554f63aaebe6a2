import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { installedVersion, templateFile } from '../template-file.ts';
import { stateMigrationsFolder } from './migrate.ts';

/** The state of a server that has run every migration and holds nothing, packed: unpacking it costs a tenth of making it. */
export const stateTemplateFile = async (): Promise<string> => {
  const made = createHash('sha256').update(installedVersion('@electric-sql/pglite'));
  for (const name of (await readdir(stateMigrationsFolder)).sort())
    made.update(`\0${name}\0`).update(await readFile(new URL(name, stateMigrationsFolder)));
  return templateFile('state', made.digest('hex').slice(0, 16));
};

/** A database in which no migration has run, which only tests of migrations begin with, and the template above. */
export const blankStateFile = (): string => templateFile('blank-state', installedVersion('@electric-sql/pglite'));
