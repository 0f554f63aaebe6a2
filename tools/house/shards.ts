import { dirname } from 'node:path';
import { bounds } from './bounds.ts';
import type { ResolvedImports } from './import-graph.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Small files that only one file beside them imports, and that have no test of their own: either a subject that wants a test, or a part
 * of their importer. `own: importer` of each.
 */
export const shardsIn = (
  files: readonly Pick<SourceFile, 'path' | 'lines'>[],
  imports: ReadonlyMap<string, ResolvedImports>,
  tests: readonly string[],
): string[] => {
  const importers = new Map<string, string[]>();
  for (const [path, imported] of imports)
    for (const file of new Set(imported.files)) importers.set(file, [...(importers.get(file) ?? []), path]);
  const tested = new Set(tests.map((path) => path.replace(/(?:\.[a-z]+)?\.(?:test|spec)\.tsx?$/u, '')));
  return files.flatMap(({ path, lines }) => {
    const [importer, ...others] = importers.get(path) ?? [];
    const isShard =
      lines <= bounds.shardLines &&
      importer !== undefined &&
      others.length === 0 &&
      dirname(importer) === dirname(path) &&
      !tested.has(path.replace(/\.tsx?$/u, ''));
    return isShard ? [`${path}: ${lines} lines, imported by ${importer.slice(dirname(path).length + 1)}`] : [];
  });
};
