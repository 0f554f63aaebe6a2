import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, statfs, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { accessLogIn } from '../access/store/access-log.ts';
import { createDataDir } from '../storage/data-dir.ts';
import { lockDataDir } from '../storage/data-lock.ts';
import { unknownMigrations } from '../storage/pending-migrations.ts';
import { openPglite } from '../storage/state/pglite.ts';
import { stateMigrationsFolder } from '../storage/state/migrate.ts';
import { syncPath, syncTree } from '../storage/sync-tree.ts';
import { migrationsFolder } from '../storage/telemetry/migrate.ts';
import type { BackupHead } from './contents.ts';
import { BackupError, diskWords } from './errors.ts';
import { removeAll } from './files.ts';
import { readBackupFile } from './read-backup.ts';

export interface RestoreOptions {
  readonly file: string;
  /** The data folder. */
  readonly into: string;
  /** Where something is in it: whether that may be put aside. */
  readonly replace: boolean;
  readonly onProgress?: ((bytes: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly head: BackupHead;
  readonly dataDir: string;
  /** Where that lies now which was there before. */
  readonly putAside: string | undefined;
}

/**
 * Writes a backup beside its place, compares every checksum, brings it to disk, and only then moves it there: what is in place is whole, or is
 * what was there before. A draft that was cut short is replaced by the next restore. Raises BackupError, DataDirInUseError.
 */
export const restoreBackup = async ({ file, into, replace, onProgress, signal }: RestoreOptions): Promise<Restored> => {
  const dataDir = resolve(into);
  const draft = `${dataDir}.restoring`;
  const isThere = await holdsSomething(dataDir);
  if (isThere && !replace)
    throw new BackupError(
      'RESTORE_REFUSED',
      `${dataDir} is not empty. Restore into another folder, or add --replace, which puts aside what is there.`,
    );
  await createDataDir(dirname(dataDir));
  await using _replacing = isThere ? await lockDataDir(dataDir) : undefined;
  await using _drafting = await lockDataDir(draft);
  try {
    await removeAll(join(draft, 'data'));
    const head = await readBackupFile(file, draftTaker(draft, { onProgress, signal }));
    await noteInAccessLog(draft, head);
    await syncTree(join(draft, 'data'));
    signal?.throwIfAborted();
    return { head, dataDir, putAside: await putInPlace(draft, dataDir, isThere) };
  } catch (error) {
    throw explained(error, dataDir);
  } finally {
    await removeAll(draft).catch(() => {});
  }
};

const putInPlace = async (draft: string, dataDir: string, isThere: boolean): Promise<string | undefined> => {
  const aside = isThere ? `${dataDir}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}` : undefined;
  if (aside !== undefined) await rename(dataDir, aside);
  await rename(join(draft, 'data'), dataDir);
  await syncPath(dirname(dataDir));
  return aside;
};

const holdsSomething = async (folder: string): Promise<boolean> =>
  (
    await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw new BackupError('RESTORE_REFUSED', `${folder} cannot be read: ${diskWords(error)}.`, error);
    })
  ).length > 0;

const draftTaker = (draft: string, { onProgress, signal }: Pick<RestoreOptions, 'onProgress' | 'signal'>) => {
  const root = join(draft, 'data');
  let ofBytes = 0;
  const placeOf = async (path: string): Promise<string> => {
    signal?.throwIfAborted();
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    return place;
  };
  return {
    async head(head: BackupHead): Promise<void> {
      await refuseNewer(head);
      await refuseWithoutSpace(draft, head.bytes);
      ofBytes = head.bytes;
      await mkdir(root, { mode: 0o700 });
    },
    folder: async (path: string): Promise<void> =>
      void (await mkdir(await placeOf(path), { recursive: true, mode: 0o700 })),
    link: async (path: string, to: string): Promise<void> => symlink(to, await placeOf(path)),
    file: async (path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> =>
      pipeline(Readable.from(chunks), createWriteStream(await placeOf(path), { flags: 'wx', mode: 0o600 })),
    progress: (bytes: number): void => onProgress?.(bytes, ofBytes),
  };
};

/** Of data that migrations have changed which this version does not have. Raises BackupError. */
export const refuseNewer = async ({ version, migrations }: BackupHead): Promise<void> => {
  const unknown = [
    ...(await unknownMigrations(migrationsFolder, migrations.telemetry)),
    ...(await unknownMigrations(stateMigrationsFolder, migrations.state ?? [])),
  ];
  if (unknown.length === 0) return;
  throw new BackupError(
    'BACKUP_NEWER',
    `The backup was taken by a newer Sightglass (${version}): it has ${unknown.join(', ')}, which this version does not know. Nothing was changed. Restore it with that version, or a newer one.`,
  );
};

const refuseWithoutSpace = async (folder: string, neededBytes: number): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > neededBytes) return;
  throw new BackupError(
    'RESTORE_FAILED',
    `The backup holds ${neededBytes} bytes, and on the disk of ${dirname(folder)} ${bavail * bsize} are free. Nothing was restored.`,
  );
};

/** Proves as well that the state opens. */
const noteInAccessLog = async (draft: string, { state, takenAt }: BackupHead): Promise<void> => {
  if (state?.['access_log'] === undefined) return;
  await using opened = await openPglite(join(draft, 'data', 'state'));
  await accessLogIn(opened).add({
    actorKind: 'nobody',
    actorId: '',
    actorName: '',
    action: 'backup.restored',
    target: takenAt,
    address: '',
    after: { restoredAt: new Date().toISOString() },
  });
};

const explained = (error: unknown, dataDir: string): unknown => {
  const { code, name } = Object(error) as NodeJS.ErrnoException;
  if (error instanceof BackupError || code === 'DATA_DIR_IN_USE') return error;
  if (name === 'AbortError')
    return new BackupError('RESTORE_FAILED', 'The restore was stopped. Nothing was restored.', error);
  if (code === 'EBUSY' || code === 'EXDEV')
    return new BackupError(
      'RESTORE_FAILED',
      `${dataDir} is a disk of its own, so a restored folder cannot take its place. Restore into a folder on it, and name that as dataDir. Nothing was changed.`,
      error,
    );
  return new BackupError(
    'RESTORE_FAILED',
    `The backup could not be restored into ${dataDir}: ${diskWords(error)}. Nothing was changed.`,
    error,
  );
};
