import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a file into the folder and removes it. Rights are not enough to go by: a file system that met an error takes no more writes, and says
 * so only then. Raises what the system says.
 */
export const probeWrite = async (folder: string): Promise<void> => {
  const probe = join(folder, 'probe');
  await writeFile(probe, 'writable');
  await rm(probe, { force: true });
};
