import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the bundles of this run lie. */
    bundles: string;
  }
}

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(repository, 'node_modules/.cache/sightglass/programs');
/** What tests start often. */
const programs = [
  'packages/cli/src/main.ts',
  'packages/sdk/src/index.ts',
  'examples/flights/src/main.ts',
  'test/_server-process.ts',
];
const sources = '{packages/{cli,model,probes,sdk,server},examples/*}/{src/**/*.ts,package.json}';
const keptMs = 60 * 60_000;

/** Loading hundreds of files is half of what the start of a server costs, and four fifths of that of a program with the SDK. */
export const setup = async ({ provide }: TestProject): Promise<void> => {
  const folder = join(cache, keyOf(globSync([sources, 'test/*.ts', 'package-lock.json'], { cwd: repository })));
  if (!existsSync(folder)) await write(folder);
  provide('bundles', folder);
};

const keyOf = (paths: readonly string[]): string => {
  const key = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const path of paths.filter((each) => !each.endsWith('.test.ts')).toSorted())
    key.update(`\0${path}\0`).update(readFileSync(join(repository, path)));
  return key.digest('hex').slice(0, 16);
};

const write = async (folder: string): Promise<void> => {
  mkdirSync(cache, { recursive: true });
  const old = readdirSync(cache).map((name) => join(cache, name));
  for (const each of old) if (Date.now() - statSync(each).mtimeMs > keptMs) rmSync(each, { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  await build({
    absWorkingDir: repository,
    entryPoints: programs,
    outdir: unfinished,
    outbase: repository,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    conditions: ['@sightglass/source'],
    tsconfigRaw: {},
    plugins: [ownAtTheirPlace],
    logLevel: 'warning',
  });
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
};

/** Only what is ours is bundled, and finds threads, migrations and templates beside its source, as if it had been loaded from there. */
const ownAtTheirPlace: Plugin = {
  name: 'own at their place',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || /^(?:@sightglass\/|#)/u.test(path) ? undefined : { external: true },
    );
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};
