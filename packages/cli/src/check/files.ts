import { glob } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { CliError } from '../errors.ts';

/** The files that were named, and those that match the patterns, in order. Raises CliError when a pattern matches none. */
export const filesMatching = async (patterns: readonly string[]): Promise<string[]> => {
  const files = await Promise.all(patterns.map(expand));
  return [...new Set(files.flat())];
};

const expand = async (pattern: string): Promise<string[]> => {
  if (!/[*?[{]/u.test(pattern) || existsSync(pattern)) return [pattern];
  const found: string[] = [];
  for await (const file of glob(pattern)) found.push(file);
  if (found.length === 0) throw new CliError('NO_FILES', `no file matches ${pattern}`);
  return found.toSorted();
};
