import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';

const mostKeys = 200_000;

/** Idempotency keys of bodies already made durable, the most recent 200,000, kept across restarts. */
export interface KnownKeys {
  has(key: string): boolean;
  add(key: string): void;
  /** Writes down keys whose segment is about to be deleted. */
  remember(keys: readonly string[]): Promise<void>;
}

export const openKnownKeys = async (path: string, spooled: readonly string[]): Promise<KnownKeys> => {
  const written = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((key) => key !== '');
  const keys = new Set([...written.slice(-mostKeys), ...spooled]);
  await compact(path, written.slice(-mostKeys));
  let linesInFile = Math.min(written.length, mostKeys);

  const add = (key: string): void => {
    keys.delete(key);
    keys.add(key);
    if (keys.size > mostKeys) keys.delete(keys.values().next().value as string);
  };

  return {
    has: (key) => keys.has(key),
    add,
    async remember(delivered) {
      if (delivered.length === 0) return;
      await appendFile(path, `${delivered.map(oneLine).join('\n')}\n`);
      linesInFile += delivered.length;
      if (linesInFile <= 2 * mostKeys) return;
      linesInFile = keys.size;
      await compact(path, [...keys]);
    },
  };
};

const oneLine = (key: string): string => key.replaceAll(/[\r\n]/g, ' ');

const compact = async (path: string, keys: readonly string[]): Promise<void> => {
  await writeFile(`${path}.new`, keys.length === 0 ? '' : `${keys.map(oneLine).join('\n')}\n`);
  await rename(`${path}.new`, path);
};
