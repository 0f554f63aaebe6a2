import { dirname, join, normalize } from 'node:path';
import type { SourceFile } from './source-file.ts';

export interface ResolvedImports {
  /** Paths of files of this repository. */
  readonly files: readonly string[];
  /** Everything else, as written. */
  readonly modules: readonly string[];
}

/** What each file imports. `entries` maps a package's specifier (`@sightglass/model/contract`) to the source file it stands for. */
export const importsOf = (
  files: readonly SourceFile[],
  entries: ReadonlyMap<string, string>,
): Map<string, ResolvedImports> => {
  const resolve = (from: string, specifier: string): string | undefined =>
    specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : entries.get(specifier);
  return new Map(
    files.map(({ path, imports }) => [
      path,
      {
        files: imports.flatMap((specifier) => resolve(path, specifier) ?? []),
        modules: imports.filter((specifier) => resolve(path, specifier) === undefined),
      },
    ]),
  );
};
