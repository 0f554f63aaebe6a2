import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type FileProfile, fileProfile } from '@sightglass/model/contract';
import { HistoryError } from './history-error.ts';

/** Profiles kept for each contract; older ones are removed. */
const mostProfiles = 100;
const mostNameBytes = 100;

/** Profiles of files that were checked earlier, the newest first. */
export interface History {
  read(most: number, before: Pick<FileProfile, 'file' | 'bytes' | 'modifiedAt'>): Promise<FileProfile[]>;
  add(profile: FileProfile): Promise<void>;
}

/** A folder with a folder for each contract, in which each file is a profile. Raises HistoryError. */
export const openHistory = (folder: string, contract: string): History => {
  const own = join(folder, encodeURIComponent(contract).replaceAll('.', '%2E').slice(0, mostNameBytes));
  return {
    read: async (most, current) => {
      const found: FileProfile[] = [];
      for (const name of await namesIn(own)) {
        if (found.length === most) break;
        const profile = await profileIn(join(own, name));
        if (profile !== undefined && !isSame(profile, current)) found.push(profile);
      }
      return found;
    },
    add: async (profile) => {
      try {
        await mkdir(own, { recursive: true });
        const name = `${profile.checkedAt.replaceAll(/[:.]/gu, '-')}-${randomUUID().slice(0, 8)}.json`;
        await writeFile(join(own, `.${name}`), `${JSON.stringify(profile)}\n`);
        await rename(join(own, `.${name}`), join(own, name));
        for (const old of (await namesIn(own)).slice(mostProfiles)) await rm(join(own, old), { force: true });
      } catch (error) {
        throw new HistoryError(`the history in ${own} cannot be written: ${(error as Error).message}`, {
          cause: error,
        });
      }
    },
  };
};

/** A file that is checked again is not compared with itself. */
export const isSame = (one: FileProfile, two: Pick<FileProfile, 'file' | 'bytes' | 'modifiedAt'>): boolean =>
  one.file === two.file && one.bytes === two.bytes && one.modifiedAt === two.modifiedAt;

/** The newest first: names begin with the time. */
const namesIn = async (folder: string): Promise<string[]> => {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /^\d.*\.json$/u.test(name))
      .toSorted()
      .toReversed();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HistoryError(`the history in ${folder} cannot be read: ${(error as Error).message}`, { cause: error });
  }
};

/** Undefined for one that was removed meanwhile. */
const profileIn = async (path: string): Promise<FileProfile | undefined> => {
  try {
    return fileProfile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HistoryError(`${path} is not a profile of a checked file; remove it`, { cause: error });
  }
};
