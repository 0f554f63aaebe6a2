import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';

/** Idempotency keys of bodies already made durable, the most recent 200,000, kept in their order across restarts. */
export interface KnownKeys {
  has(key: string): boolean;
  /** A key that is added again is the most recent one again. */
  add(key: string): void;
  /** Writes down keys whose segment is about to be deleted, and known ones that were added again. */
  remember(keys: readonly string[]): Promise<void>;
}

export const openKnownKeys = async (
  path: string,
  spooled: readonly string[],
  mostKeys = 200_000,
): Promise<KnownKeys> => {
  /** In order, each with the count of keys when it was new or last written down. */
  const keys = new Map<string, number>();
  let count = 0;
  const again = new Set<string>();

  const put = (key: string, at: number): void => {
    keys.delete(key);
    keys.set(key, at);
    if (keys.size > mostKeys) keys.delete(keys.keys().next().value as string);
  };
  const add = (key: string): void => {
    const knownAt = keys.get(key);
    if (knownAt === undefined) return put(key, (count += 1));
    const isOld = count - knownAt > mostKeys / 4; // the younger ones stay known for long, without being written again
    if (isOld) again.add(key);
    put(key, isOld ? count : knownAt);
  };

  const written = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((key) => key !== '');
  for (const key of written) put(key, (count += 1));
  await compact(path, [...keys.keys()]);
  let linesInFile = keys.size;
  for (const key of spooled) put(key, (count += 1));

  return {
    has: (key) => keys.has(key),
    add,
    async remember(delivered) {
      const lines = [...again, ...delivered];
      if (lines.length === 0) return;
      again.clear();
      await appendFile(path, `${lines.map(oneLine).join('\n')}\n`);
      linesInFile += lines.length;
      if (linesInFile <= 2 * mostKeys) return;
      linesInFile = keys.size;
      await compact(path, [...keys.keys()]);
    },
  };
};

const oneLine = (key: string): string => key.replaceAll(/[\r\n]/g, ' ');

const compact = async (path: string, keys: readonly string[]): Promise<void> => {
  await writeFile(`${path}.new`, keys.length === 0 ? '' : `${keys.map(oneLine).join('\n')}\n`);
  await rename(`${path}.new`, path);
};
