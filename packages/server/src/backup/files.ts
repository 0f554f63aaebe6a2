import { copyFile, cp, link, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Entry } from './contents.ts';

/** All there is below `root`, folders before what lies in them; paths begin with `under`. Nothing where it is missing. */
export const entriesBelow = async (root: string, under: string): Promise<Entry[]> => {
  const found: Entry[] = [];
  const items = await readdir(root, { withFileTypes: true }).catch(nothingThere);
  for (const item of items.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = join(root, item.name);
    const path = under === '' ? item.name : `${under}/${item.name}`;
    if (item.isSymbolicLink()) found.push({ kind: 'link', path, to: await readlink(from) });
    else if (item.isDirectory()) found.push({ kind: 'folder', path }, ...(await entriesBelow(from, path)));
    else if (item.isFile()) found.push({ kind: 'file', path, from, bytes: (await stat(from)).size });
  }
  return found;
};

const nothingThere = (error: NodeJS.ErrnoException): never[] => {
  if (error.code === 'ENOENT') return [];
  throw error;
};

/** File systems without hard links, and other disks, get a copy. */
export const linkFile = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'].includes(error.code ?? '')) throw error;
    await copyFile(from, to);
  });
};

/** A file or folder with all there is in it; nothing where it is missing. */
export const copyInto = async (from: string, to: string): Promise<void> => {
  await cp(from, to, { recursive: true, verbatimSymlinks: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
};

export const removeAll = (...paths: readonly string[]): Promise<unknown> =>
  Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
