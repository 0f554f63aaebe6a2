import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates what is missing of a path. Node's own recursive mkdir never returns where the system denies that a path could exist,
 * as under /proc; this raises the error.
 */
export const ensureDirectory = (path: string, mode?: number): void => {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) ensureDirectory(parent, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
