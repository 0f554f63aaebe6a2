import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const atOnce = 16;

/** Brings all there is below folders to disk; what is done side by side shares writes of the journal. */
export const syncTree = async (...folders: readonly string[]): Promise<void> => {
  const below = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })));
  const found = below.flat().filter((item) => item.isFile() || item.isDirectory());
  const left = [...found.map(({ parentPath, name }) => join(parentPath, name)), ...folders].values();
  const work = async (): Promise<void> => {
    for (const path of left) await syncPath(path);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

/** A file or a folder. */
export const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
};
