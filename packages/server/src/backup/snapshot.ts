import { mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { countState } from '../storage/state/counted.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import { migrationsOfTelemetry } from '../storage/telemetry/migrate.ts';
import { forNobody } from '../storage/telemetry/reader.ts';
import { type BackupHead, type Entry, formatVersion } from './contents.ts';
import { BackupError, diskWords } from './errors.ts';
import { copyInto, entriesBelow, linkFile, removeAll } from './files.ts';
import { freezeEngine, frozenFolder, tablesToFreeze } from './freeze-engine.ts';

/** What a backup is taken of. */
export interface BackupSources {
  readonly dataDir: string;
  readonly version: string;
  readonly telemetry: Pick<TelemetryClient, 'rows' | 'execute'>;
  readonly state: Pick<StateStore, 'copyTo'>;
  /** Does a job while nothing is inserted into the engine. */
  readonly whileStill: <Result>(job: () => Promise<Result>) => Promise<Result>;
  /** Paths of segments that are not in the engine, after those being written were closed. */
  readonly waitingSegments: () => Promise<readonly string[]>;
  /** Of segments that are in the engine and not yet proven to be readable. */
  readonly keptSegments: () => readonly string[];
}

/** Files that stay what they are until this is disposed. */
export interface Snapshot extends AsyncDisposable {
  readonly head: BackupHead;
  readonly entries: readonly Entry[];
}

const stagingIn = (dataDir: string): string => join(dataDir, 'backup.part');
/** As much stays free as a state needs to go on. */
const leastFreeBytes = 16 * 2 ** 20;
const mostWaitMs = 120_000;

/** What a backup that was cut short has left in the data folder. */
export const removeSnapshot = (dataDir: string): Promise<unknown> =>
  removeAll(stagingIn(dataDir), frozenFolder(dataDir));

/**
 * All of the data folder as it is at one moment, without stopping anything: parts of the engine and segments as hard links, the state as a
 * copy. Raises BackupError.
 */
export const takeSnapshot = async (sources: BackupSources): Promise<Snapshot> => {
  const { dataDir } = sources;
  const remove = async (): Promise<void> => void (await removeSnapshot(dataDir));
  await remove();
  try {
    await refuseWithoutSpace(dataDir);
    const tables = await forNobody(() => tablesToFreeze(sources.telemetry));
    const found = await inTime(sources.whileStill, () => stage(sources, tables));
    return { ...found, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove().catch(() => {});
    if (error instanceof BackupError) throw error;
    throw new BackupError('BACKUP_FAILED', `The backup could not be taken: ${diskWords(error)}.`, error);
  }
};

/** An insert that never ends must not keep others out for ever. */
const inTime = async <Result>(whileStill: BackupSources['whileStill'], job: () => Promise<Result>): Promise<Result> => {
  let isGivenUp = false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isGivenUp = true;
      reject(
        new BackupError(
          'BACKUP_FAILED',
          `The backup could not be taken: the telemetry engine has been inserting for ${mostWaitMs / 1_000} s, or is away. Try again when /readyz answers 200.`,
        ),
      );
    }, mostWaitMs);
  });
  const still = whileStill(async () => {
    if (isGivenUp) return undefined;
    clearTimeout(timer);
    return { result: await job() };
  });
  const done = await Promise.race([still, late]).finally(() => clearTimeout(timer));
  if (done === undefined) throw new BackupError('BACKUP_FAILED', 'The backup was given up.');
  return done.result;
};

type Tables = Awaited<ReturnType<typeof tablesToFreeze>>;

const stage = async (sources: BackupSources, tables: Tables): Promise<Omit<Snapshot, keyof AsyncDisposable>> => {
  const { dataDir, telemetry, version } = sources;
  const staging = stagingIn(dataDir);
  await mkdir(join(staging, 'rest'), { recursive: true, mode: 0o700 });
  const takenAt = new Date().toISOString();
  // The state before the spool: a position in a table of others never lies beyond the records that were read there.
  const state = await stageState(sources, join(staging, 'state'));
  const waiting = await sources.waitingSegments();
  await stageSpool(dataDir, join(staging, 'spool'), waiting, sources.keptSegments());
  const engine = await freezeEngine(telemetry, tables, { dataDir, staging: join(staging, 'engine') });
  await stageRest(dataDir, join(staging, 'rest'));
  const entries: Entry[] = [
    ...(await topFolder(staging, 'state')),
    ...(await topFolder(staging, 'spool')),
    { kind: 'folder', path: 'engine' },
    ...engine.entries,
    ...(await entriesBelow(join(staging, 'rest'), '')),
  ];
  const applied = await forNobody(() => migrationsOfTelemetry(telemetry));
  const files = entries.filter((entry) => entry.kind === 'file');
  const waitingBytes = files
    .filter(({ path }) => /^spool\/[^/]+\.seg$/.test(path))
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    entries,
    head: {
      format: formatVersion,
      version,
      takenAt,
      migrations: { telemetry: applied, state: state === undefined ? null : [...state.migrations] },
      telemetry: engine.rows,
      state: state === undefined ? null : { ...state.rows },
      spool: { segments: waiting.length, bytes: waitingBytes },
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  };
};

const topFolder = async (staging: string, name: string): Promise<Entry[]> => {
  const below = await entriesBelow(join(staging, name), name);
  return below.length === 0 ? [] : [{ kind: 'folder', path: name }, ...below];
};

const stageState = ({ state, dataDir }: BackupSources, folder: string) =>
  state.copyTo?.(folder, async (query) => {
    await refuseWithoutSpace(dataDir, await bytesBelow(join(dataDir, 'state')));
    return countState(query);
  });

const stageSpool = async (
  dataDir: string,
  folder: string,
  waiting: readonly string[],
  kept: readonly string[],
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const path of waiting) await linkFile(path, join(folder, basename(path)));
  for (const path of kept) await linkUnlessGone(path, join(folder, 'kept', basename(path)));
  await copyInto(join(dataDir, 'spool', 'known-keys'), join(folder, 'known-keys'));
  for (const path of await filesBelow(join(dataDir, 'spool', 'quarantine')))
    await linkUnlessGone(join(dataDir, 'spool', 'quarantine', path), join(folder, 'quarantine', path));
};

/** A kept segment may be proven meanwhile, and is not needed then. */
const linkUnlessGone = (from: string, to: string): Promise<void> =>
  linkFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });

/** Of this process or its parts, made anew by the next one; `engine`, `state` and `spool` are staged by themselves. */
const notKept =
  /^(?:engine|state|spool|server\.(?:lock|pid).*|engine\.pid|__cache__|backup\.part|state\.(?:probe|new)|.*\.new)$/;

/** What lies beside them: ids, losses, what was damaged and set aside. */
const stageRest = async (dataDir: string, folder: string): Promise<void> => {
  for (const name of await readdir(dataDir)) {
    if (notKept.test(name)) continue;
    const isFolder = (await stat(join(dataDir, name))).isDirectory();
    if (!isFolder) await copyInto(join(dataDir, name), join(folder, name));
    else
      for (const path of await filesBelow(join(dataDir, name)))
        await linkUnlessGone(join(dataDir, name, path), join(folder, name, path));
  }
};

const filesBelow = async (folder: string): Promise<string[]> =>
  (await entriesBelow(folder, '')).filter(({ kind }) => kind === 'file').map(({ path }) => path);

const bytesBelow = async (folder: string): Promise<number> =>
  (await entriesBelow(folder, '')).reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes : 0), 0);

const refuseWithoutSpace = async (dataDir: string, neededBytes = 0): Promise<void> => {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize >= neededBytes + leastFreeBytes) return;
  throw new BackupError(
    'BACKUP_FAILED',
    `The backup could not be taken: on the disk of ${dataDir} ${bavail * bsize} bytes are free, and ${neededBytes + leastFreeBytes} are needed for a copy of the state. Free some, or stop the server and copy the folder.`,
  );
};
