import { existsSync, statSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CliError } from '../errors.ts';

/** The file that a backup becomes: itself, or in a folder one with the time in its name. Raises CliError. */
export const backupFile = (target: string, now: Date): string => {
  const isFolder = target.endsWith('/') || (existsSync(target) && statSync(target).isDirectory());
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  const file = resolve(isFolder ? join(target, `sightglass-${stamp}Z.tar.zst`) : target);
  if (existsSync(file))
    throw new CliError('BACKUP_EXISTS', `${file} is there already. Give another name, or a folder.`);
  return file;
};

/** Where a backup is written until it is whole. */
export interface Draft extends AsyncDisposable {
  readonly path: string;
  /** Brings it to disk and gives it its name; nothing that is there is replaced. */
  keep(): Promise<void>;
}

/** Disposing removes what was not kept. What commands that were killed have left beside it goes, too. */
export const draftOf = async (file: string): Promise<Draft> => {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  await removeOrphans(folder, `${basename(file)}.part-`);
  const path = `${file}.part-${process.pid}`;
  return {
    path,
    async keep() {
      await sync(path);
      await giveName(path, file);
      await sync(folder);
    },
    [Symbol.asyncDispose]: () => rm(path, { force: true }),
  };
};

const giveName = async (path: string, file: string): Promise<void> => {
  try {
    await link(path, file); // unlike a rename it replaces nothing
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new CliError('BACKUP_EXISTS', `${file} was written meanwhile by somebody else.`, undefined, {
        cause: error,
      });
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code ?? '')) throw error;
    await rename(path, file);
  }
};

const removeOrphans = async (folder: string, prefix: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  for (const name of names)
    if (!isAlive(Number(name.slice(prefix.length)))) await rm(join(folder, name), { force: true });
};

const isAlive = (pid: number): boolean => Number.isInteger(pid) && pid > 0 && existsSync(`/proc/${pid}`);

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
};
