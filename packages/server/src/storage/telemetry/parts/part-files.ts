import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BrokenPart, brokenPartNamed, type Part } from './part.ts';

/** Files the engine leaves out of `bytes_on_disk`. */
const uncounted = new Set([
  'checksums.txt',
  'columns.txt',
  'columns_substreams.txt',
  'default_compression_codec.txt',
  'metadata_version.txt',
]);

/** Whether the files of a part hold the bytes the engine wrote: one written while the disk was full may be empty. Undefined when there is no such folder. */
export const holdsItsBytes = async ({ path, bytes }: Part): Promise<boolean | undefined> => {
  try {
    const names = (await readdir(path)).filter((name) => !uncounted.has(name));
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0) >= bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Puts parts where the engine does not read them. It must be down: of what they were merged from it then reads what is left. */
export const putAside = async (parts: readonly Part[]): Promise<void> => {
  for (const { path } of parts) {
    const folder = path.replace(/\/$/, '');
    const detached = join(dirname(folder), 'detached');
    await mkdir(detached, { recursive: true });
    await rename(folder, join(detached, `broken_${basename(folder)}`)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
};

/** Broken parts in the folder of a table. */
export const brokenPartsOf = async (table: string, tableFolder: string): Promise<BrokenPart[]> => {
  const detached = join(tableFolder, 'detached');
  const names = await readdir(detached).catch(() => []);
  const found = names.map(async (name): Promise<BrokenPart[]> => {
    const named = brokenPartNamed(name);
    if (named === undefined) return [];
    const path = join(detached, name);
    return [{ table, ...named, path, rows: await rowsIn(path), ...(await arrivalIn(path)) }];
  });
  return (await Promise.all(found)).flat();
};

const rowsIn = async (path: string): Promise<number | undefined> => {
  const text = await readFile(join(path, 'count.txt'), 'utf8').catch(() => '');
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

/** `minmax_ReceivedAt.idx`: two DateTime64(3), little-endian. */
const arrivalIn = async (path: string): Promise<Pick<BrokenPart, 'fromMs' | 'toMs'>> => {
  const bytes = await readFile(join(path, 'minmax_ReceivedAt.idx')).catch(() => Buffer.alloc(0));
  if (bytes.length !== 16) return { fromMs: undefined, toMs: undefined };
  return { fromMs: Number(bytes.readBigInt64LE(0)), toMs: Number(bytes.readBigInt64LE(8)) };
};
