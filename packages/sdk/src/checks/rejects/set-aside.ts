import { createReadStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';

/** Moves a file that another is about to replace to the first free `PATH.1`, `PATH.2` …; null when there is none, or both are the same. */
export const setAside = async (path: string, replacement: string | undefined): Promise<string | null> => {
  const bytes = await sizeOf(path);
  if (bytes === undefined || (replacement !== undefined && (await areSame(path, bytes, replacement)))) return null;
  const free = await freeName(path);
  await rename(path, free);
  return free;
};

/** Undefined for what is no regular file. */
const sizeOf = async (path: string): Promise<number | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
};

const areSame = async (path: string, bytes: number, other: string): Promise<boolean> => {
  if ((await sizeOf(other)) !== bytes) return false;
  const others = createReadStream(other)[Symbol.asyncIterator]();
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const { value } = (await others.next()) as { readonly value?: Buffer };
      if (value === undefined || !chunk.equals(value)) return false;
    }
    return true;
  } finally {
    await others.return?.();
  }
};

/** Taken by making it, so that two checks never take the same. */
const freeName = async (path: string): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const name = `${path}.${number}`;
    const handle = await open(name, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      return undefined;
    });
    await handle?.close();
    if (handle !== undefined) return name;
  }
};
