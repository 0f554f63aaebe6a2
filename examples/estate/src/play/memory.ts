import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is remembered of the estate from one start to the next, beside the data of the server. Times are unix ms. */
export interface EstateMemory {
  readonly seed: number;
  /** When its history was first made: its stories are told from there. */
  readonly anchorMs: number;
  /** No run is due before. */
  readonly sinceMs: number;
  /** Everything until then has been sent; absent until the history has been. */
  readonly sentUntilMs?: number;
  /** What happened until then is being sent. */
  readonly sendingUntilMs?: number | undefined;
}

const pathIn = (folder: string): string => join(folder, 'estate.json');

export const recallEstate = async (folder: string): Promise<EstateMemory | undefined> => {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const memory = JSON.parse(text) as Partial<EstateMemory>;
    const isWhole = [memory.seed, memory.anchorMs, memory.sinceMs].every((value) => typeof value === 'number');
    return isWhole ? (memory as EstateMemory) : undefined;
  } catch {
    return undefined;
  }
};

/** Written aside first, so that a kill leaves the old or the new. */
export const rememberEstate = async (folder: string, memory: EstateMemory): Promise<void> => {
  const aside = `${pathIn(folder)}.new`;
  await writeFile(aside, JSON.stringify(memory));
  await rename(aside, pathIn(folder));
};
