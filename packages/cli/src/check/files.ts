import { glob } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { CliError } from '../errors.ts';

/** The files that were named, and those that match the patterns, in order; of a pattern that matches none the pattern itself. */
export const filesMatching = async (patterns: readonly string[]): Promise<string[]> => {
  const files = await Promise.all(patterns.map(expand));
  return [...new Set(files.flat())];
};

const expand = async (pattern: string): Promise<string[]> => {
  if (!isPattern(pattern)) return [pattern];
  const found: string[] = [];
  for await (const file of glob(pattern)) found.push(file);
  return found.length === 0 ? [pattern] : found.toSorted();
};

/** Raises CliError for a pattern, which no file has matched when it is still there. */
export const refusePattern = (file: string): void => {
  if (isPattern(file)) throw new CliError('NO_FILES', `no file matches ${file}`);
};

const isPattern = (text: string): boolean => /[*?[{]/u.test(text) && !existsSync(text);
