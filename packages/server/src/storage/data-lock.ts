import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDataDir } from './data-dir.ts';

export class DataDirInUseError extends Error {
  readonly code = 'DATA_DIR_IN_USE';
  constructor(dataDir: string, holder: string) {
    super(
      `The data folder ${dataDir} is in use by another Sightglass server (process ${holder}). Stop that one, or give this one a folder of its own.`,
    );
  }
}

/**
 * Creates the data folder and holds it until disposed. SQLite's exclusive lock is the operating system's own: it ends with the
 * process however that ends, so there are no stale locks. Raises DataDirInUseError, DataDirError.
 */
export const lockDataDir = async (dataDir: string): Promise<AsyncDisposable> => {
  await createDataDir(dataDir);
  const holderFile = join(dataDir, 'server.pid');
  const lock = new DatabaseSync(join(dataDir, 'server.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw new DataDirInUseError(dataDir, (await readFile(holderFile, 'utf8').catch(() => '')) || 'unknown');
  }
  await writeFile(holderFile, `${process.pid}`);
  return {
    async [Symbol.asyncDispose]() {
      lock.close();
    },
  };
};

const sqliteBusy = 5;
