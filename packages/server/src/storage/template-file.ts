import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');
const cache = '../../../../node_modules/.cache/sightglass/';
const folder = fileURLToPath(new URL(isSource ? cache : '../templates/', import.meta.url));

/**
 * Where a first start looks for the packed folder it begins with. The published package holds it; a checkout keeps its own, made by whoever
 * runs the tests first. `key` names all that it was made by, so that one of something else is never found.
 */
export const templateFile = (name: string, key: string): string => join(folder, `${name}-${key}.zst`);

/** The version of the installed package `name`. */
export const installedVersion = (name: string): string => {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`/node_modules/${name}/`));
  const manifest = pathToFileURL(join(root, 'node_modules', name, 'package.json'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
};
