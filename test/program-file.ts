import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../', import.meta.url));
let bundles: string | undefined;

/** From now on programs of this process are started from the bundles in the folder; without one, from their sources. */
export const useBundles = (folder: string | undefined): void => {
  bundles = folder;
};

/** Where the bundle of a program lies in the folder of bundles. */
export const bundleOf = (source: string, folder: string): string =>
  join(folder, relative(repository, source).replace(/\.ts$/u, '.mjs'));

/**
 * What Node is to start for the program whose source file is `source`: its bundle where this test run has made one (`setup/programs.ts`), which
 * loads in half the time, and else the source itself. Either needs `--conditions=@sightglass/source`.
 */
export const programFile = (source: string): string => {
  const bundle = bundles === undefined ? source : bundleOf(source, bundles);
  return existsSync(bundle) ? bundle : source;
};
