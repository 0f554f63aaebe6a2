import { dirname, join, normalize } from 'node:path';
import { escaped } from './escaped.ts';
import type { SourceFile } from './source-file.ts';

export interface ResolvedImports {
  /** Paths of files of this repository. */
  readonly files: readonly string[];
  /** Source files that run beside it, such as those of threads: no imports, but what they are is used. */
  readonly programs?: readonly string[];
  /** Everything else, as written. */
  readonly modules: readonly string[];
}

/** What each file imports. `entries` maps a package's specifier (`@sightglass/model/contract`) to the source file it stands for. */
export const importsOf = (
  files: readonly Pick<SourceFile, 'path' | 'imports' | 'programs'>[],
  entries: ReadonlyMap<string, string>,
): Map<string, ResolvedImports> => {
  const known = new Set(files.map(({ path }) => path));
  const entry = (specifier: string): readonly string[] => {
    const path = entries.get(specifier);
    return path === undefined ? [] : [path];
  };
  return new Map(
    files.map(({ path, imports, programs }) => {
      const beside = (specifier: string): readonly string[] =>
        sourcesAt(normalize(join(dirname(path), specifier.replace(/[?#].*$/u, ''))), known);
      return [
        path,
        {
          files: imports.flatMap((specifier) => (isRelative(specifier) ? beside(specifier) : entry(specifier))),
          programs: programs.flatMap(beside).filter((program) => known.has(program)),
          modules: imports.filter((specifier) => !isRelative(specifier) && !entries.has(specifier)),
        },
      ];
    }),
  );
};

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** The files a path may stand for: `*` is any text, and a source file may be named as it is published (`.js`) or without its end. */
const sourcesAt = (path: string, known: ReadonlySet<string>): readonly string[] => {
  if (known.has(path)) return [path];
  if (path.includes('*')) {
    const named = new RegExp(`^${path.split('*').map(escaped).join('.*')}$`, 'u');
    return [...known].filter((file) => named.test(file));
  }
  const bare = path.replace(/\.[cm]?jsx?$/u, '');
  const found = ['ts', 'tsx', 'mts', 'cts'].map((end) => `${bare}.${end}`).find((file) => known.has(file));
  return [found ?? path];
};
