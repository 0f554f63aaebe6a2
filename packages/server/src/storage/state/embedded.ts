import { access, mkdir, readdir, rename, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NewerDataError } from '../pending-migrations.ts';
import { migrateState } from './migrate.ts';
import { openPglite } from './pglite.ts';
import type { StateStore } from './state-store.ts';

/** A state that could not be opened, and where it lies now. */
export interface DamagedState {
  readonly folder: string;
  readonly error: unknown;
}

export class StateFolderError extends Error {
  readonly code = 'STATE_UNUSABLE';
  constructor(folder: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `The state in ${folder} cannot be opened: ${why}. See to its rights and to the space on its disk, and start again; nothing was changed.`,
      { cause },
    );
  }
}

class StateIncompleteError extends Error {
  readonly code = 'STATE_INCOMPLETE';
  constructor() {
    super('files are missing from it');
  }
}

/** Below this, what looks like damage may be the full disk. */
const leastFreeBytes = 16 * 2 ** 20;

/**
 * The embedded state, migrated. One that is damaged is renamed with the date, and a new one takes its place: without it nothing could be
 * received. Raises StateFolderError where the disk is at fault, NewerDataError.
 */
export const openEmbeddedState = async (
  folder: string,
  onDamaged: (damaged: DamagedState) => void,
): Promise<StateStore> => {
  await mkdir(folder, { recursive: true });
  try {
    return await openSound(folder);
  } catch (error) {
    if (error instanceof NewerDataError) throw error;
    if (isOfSystem(error) || (await freeBytes(folder)) < leastFreeBytes) throw new StateFolderError(folder, error);
    const aside = `${folder}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(folder, aside);
    const state = await openSound(folder);
    onDamaged({ folder: aside, error });
    return state;
  }
};

/** Reads all there is, as a damaged page is noticed only then; the state is small. */
const openSound = async (folder: string): Promise<StateStore> => {
  await refuseIncomplete(folder);
  const state = await openPglite(folder);
  try {
    await migrateState(state);
    const tables = await state.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name } of tables) await state.query(`SELECT * FROM ${name}`);
    return state;
  } catch (error) {
    await Promise.resolve(state[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
};

/** Where PG_VERSION is missing, PGlite would begin anew above the old files. */
const refuseIncomplete = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  await access(join(folder, 'PG_VERSION')).catch(() => {
    throw new StateIncompleteError();
  });
};

/** Rights, space or handles: errors of the operating system, not of what the files hold. */
const isOfSystem = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO'].includes(
    String((error as NodeJS.ErrnoException).code),
  );

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dirname(folder));
  return bavail * bsize;
};
