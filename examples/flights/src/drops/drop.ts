import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** One day of flights as a CSV file, the way a carrier would deliver it. */
export interface Drop {
  readonly day: string;
  readonly path: string;
}

export const defaultDataFolder = fileURLToPath(new URL('../../data', import.meta.url));
const cutterPath = fileURLToPath(new URL('./cut-drop.ts', import.meta.url));
const cutTimeoutMs = 60_000;

export class DropError extends Error {
  readonly code = 'FLIGHTS_DROP';
}

/**
 * The drop of `day`, cut out of vega-datasets' 3 M flights when it is not in `dataFolder` yet. The cutting runs in a process
 * of its own because chdb loads an engine of several hundred MB that the pipeline should not carry.
 */
export const dropOf = async (day: string, dataFolder: string): Promise<Drop> => {
  assertDay(day);
  const path = join(dataFolder, 'drops', `flights-${day}.csv`);
  if (!(await exists(path))) await cut(day, path, dataFolder);
  return { day, path };
};

/**
 * Where a run puts the lines of a drop once they are checked. Accepted ones of a day are kept until it is loaded again, rejected ones
 * are those of one run.
 */
export const checkedFilesOf = async ({ day }: Drop, dataFolder: string, runId: string) => {
  const folderOf = async (name: string): Promise<string> => {
    const folder = join(dataFolder, name);
    await mkdir(folder, { recursive: true });
    return folder;
  };
  return {
    accepted: join(await folderOf('accepted'), `flights-${day}.csv`),
    rejects: join(await folderOf('rejects'), `flights-${day}-${runId}.csv`),
  };
};

const assertDay = (day: string): void => {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true;
  if (isDay && day >= '2001-01-01' && day <= '2001-07-01') return;
  throw new DropError(`no drop for day "${day}": the data set has 2001-01-01 to 2001-07-01, as YYYY-MM-DD`);
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const cut = async (day: string, path: string, dataFolder: string): Promise<void> => {
  await mkdir(join(dataFolder, 'drops'), { recursive: true });
  const command = promisify(execFile);
  await command(process.execPath, [cutterPath, day, path], { timeout: cutTimeoutMs }).catch((cause: unknown) => {
    throw new DropError(`cannot cut the drop of ${day} into ${path}`, { cause });
  });
};
