import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The id of what lies in this data folder: made once. The folder must be locked. */
export const installationIdOf = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'installation-id');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (known !== '') return known;
  const id = randomUUID();
  await writeFile(`${file}.new`, `${id}\n`, { flush: true });
  await rename(`${file}.new`, file);
  return id;
};
