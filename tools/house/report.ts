/** `npm run house [-- --json] [-- --shards]`: sizes of files and functions, cycles, layer breaks and full folders. Exit code 1 when one is out of bounds. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bounds } from './bounds.ts';
import { cyclesIn } from './cycles.ts';
import { importsOf } from './import-graph.ts';
import { layerBreaks } from './layer-breaks.ts';
import { impureDoors } from './room-purity.ts';
import { shardsIn } from './shards.ts';
import { readSourceFile, type SourceFile } from './source-file.ts';

const tracked = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '');

const isTest = (path: string): boolean => /\.(?:test|spec|bench)\.[cm]?[jt]sx?$/u.test(path);

/** `@sightglass/model/contract` → its source file, by the exports of each package; `#server` is the server as the command loads it. */
const packageEntries = (): Map<string, string> =>
  new Map([
    ['#server', 'packages/server/src/index.ts'] as const,
    ...tracked('packages/*/package.json').flatMap((path) => {
      const { name, exports = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
        name: string;
        exports?: Record<string, { '@sightglass/source'?: string }>;
      };
      return Object.entries(exports).flatMap(([key, { '@sightglass/source': source }]) =>
        source === undefined ? [] : [[join(name, key), join(dirname(path), source)] as const],
      );
    }),
  ]);

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const sizesOf = (values: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return `median ${quantile(sorted, 0.5)}, 90 % up to ${quantile(sorted, 0.9)}, longest ${sorted.at(-1) ?? 0}`;
};

const fullFolders = (files: readonly SourceFile[]): string[] => {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > bounds.folderFiles)
    .toSorted(([, a], [, b]) => b - a)
    .map(([folder, count]) => `${folder}: ${count} files`);
};

const sources = tracked(...['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'].map((end) => `*.${end}`));
const files = sources.filter((path) => !isTest(path) && !/\.d\.[cm]?ts$/u.test(path)).map(readSourceFile);
const entries = packageEntries();
const imports = importsOf(files, entries);
const effects = new Map(files.map(({ path, effects }) => [path, effects]));
const values = importsOf(
  files.map(({ path, values, programs }) => ({ path, imports: values, programs })),
  entries,
);
const functions = files
  .flatMap(({ path, functions }) => functions.map(({ line, lines }) => ({ at: `${path}:${line}`, lines })))
  .toSorted((a, b) => b.lines - a.lines);
const longerThan = (most: number): string[] =>
  functions.filter(({ lines }) => lines > most).map(({ at, lines }) => `${at}: ${lines} lines`);

const broken = {
  [`files over ${bounds.fileLines} lines`]: files
    .filter(({ lines }) => lines > bounds.fileLines)
    .map(({ path, lines }) => `${path}: ${lines} lines`),
  [`functions over ${bounds.functionLines} lines`]: longerThan(bounds.functionLines),
  [`folders over ${bounds.folderFiles} files`]: fullFolders(files),
  'import cycles, those of types included': cyclesIn(
    new Map([...imports].map(([path, imported]) => [path, imported.files])),
  ).map((cycle) => cycle.join(' ↔ ')),
  'imports that no layer allows (tools/house/layers.ts)': layerBreaks(imports),
  'files that another room imports and that are not pure (docs/decisions/0010-rooms.md)': impureDoors(
    imports,
    values,
    effects,
  ),
};
const watched = longerThan(bounds.watchedFunctionLines);
const shards = shardsIn(files, imports, sources.filter(isTest));

if (process.argv.includes('--json')) console.log(JSON.stringify({ broken, watched, shards }, null, 2));
else {
  console.log(`${files.length} source files: ${sizesOf(files.map(({ lines }) => lines))} lines`);
  console.log(`${functions.length} functions: ${sizesOf(functions.map(({ lines }) => lines))} lines`);
  console.log(`${watched.length} functions over ${bounds.watchedFunctionLines} lines (allowed, watched)`);
  for (const line of watched) console.log(`    ${line}`);
  console.log(
    `${shards.length} files up to ${bounds.shardLines} lines with one importer beside them (allowed, watched; --shards lists them)`,
  );
  if (process.argv.includes('--shards')) for (const line of shards) console.log(`    ${line}`);
  for (const [what, found] of Object.entries(broken)) {
    console.log(`${found.length === 0 ? '✓' : '✕'} ${found.length} ${what}`);
    for (const entry of found) console.log(`    ${entry}`);
  }
}
process.exitCode = Object.values(broken).some((found) => found.length > 0) ? 1 : 0;
