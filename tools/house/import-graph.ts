import { dirname, join, normalize } from 'node:path';
import type { SourceFile } from './source-file.ts';

/** Paths of the files that a file imports; what is outside the repository is left out. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** `entries` maps a package's specifier (`@sightglass/model/contract`) to the source file it stands for. */
export const importGraph = (files: readonly SourceFile[], entries: ReadonlyMap<string, string>): ImportGraph => {
  const known = new Set(files.map(({ path }) => path));
  const resolve = (from: string, specifier: string): string[] => {
    const path = specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : entries.get(specifier);
    return path !== undefined && known.has(path) ? [path] : [];
  };
  return new Map(files.map(({ path, imports }) => [path, imports.flatMap((specifier) => resolve(path, specifier))]));
};
