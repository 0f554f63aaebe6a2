import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export class DataDirError extends Error {
  readonly code = 'DATA_DIR_UNUSABLE';
  constructor(dataDir: string, cause: unknown) {
    super(
      `The data folder ${dataDir} cannot be created: ${cause instanceof Error ? cause.message : String(cause)}. Choose another with --data.`,
      { cause },
    );
  }
}

/** Creates the data folder with the folders above it. Raises DataDirError. */
export const createDataDir = async (dataDir: string): Promise<void> => {
  try {
    await createFolder(dataDir);
  } catch (error) {
    throw new DataDirError(dataDir, error);
  }
};

/** Not `mkdir({ recursive })`: that never ends where the system answers ENOENT below a folder that exists, as /proc does. */
const createFolder = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await createFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isFolder(path))) throw error;
  });
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
