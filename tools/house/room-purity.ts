import { basename } from 'node:path';
import type { ResolvedImports } from './import-graph.ts';
import { isFree } from './layer-breaks.ts';
import { insideOfRooms } from './layers.ts';

type Imports = ReadonlyMap<string, ResolvedImports>;

const server = 'packages/server/src';
/** What a file may use and still decide the same whenever, and wherever, it is called. */
const pureModules = ['node:util', 'node:util/types', 'util', 'util/types', 'zod', 'croner', 'temporal-polyfill'];
/** Folders whose files touch a disk, a database or a socket, also where they are handed the means; `!` before what does not. */
const effectful = [
  'packages/probes',
  'packages/sdk',
  ...['storage', 'spool', 'engine', 'intake', 'http', 'events'].map((folder) => `${server}/${folder}`),
  `!${server}/http/errors.ts`,
  `!${server}/http/instant.ts`,
  `!${server}/http/cursor.ts`,
];
/** Facts read telemetry; beyond that they are pure. */
const isOfFacts = (path: string, used: string): boolean =>
  basename(path).startsWith('facts') && used.startsWith(`${server}/storage/telemetry/`);

const roomOf = (path: string): string | undefined => new RegExp(`^${server}/rooms/([^/]+)/`, 'u').exec(path)?.[1];

const isEffectful = (path: string): boolean => {
  let found = false;
  for (const entry of effectful) {
    const place = entry.replace('!', '');
    if (path === place || path.startsWith(`${place}/`)) found = !entry.startsWith('!');
  }
  const names = path.split('/').slice(roomOf(path) === undefined ? Infinity : 5);
  return found || names.some((name) => insideOfRooms.some((start) => name.startsWith(start)));
};

/**
 * Files of a room which another room imports, though they are not pure: what they use when they run, by whichever way, touches the world.
 * Facts may also use the storage of telemetry. `all` holds every import, `values` those that are there when the program runs, `effects` what
 * needs none.
 */
export const impureDoors = (
  all: Imports,
  values: Imports,
  effects: ReadonlyMap<string, readonly string[]> = new Map(),
): string[] =>
  [...importersOfRooms(all)].flatMap(([target, by]) => {
    const way = wayOut(target, { values, effects, seen: new Set() });
    return way === undefined
      ? []
      : [`${target}, which ${[...by].join(', ')} may not import: it uses ${way.join(', which uses ')}`];
  });

/** By file, those of other rooms that import it. */
const importersOfRooms = (all: Imports): ReadonlyMap<string, ReadonlySet<string>> => {
  const importers = new Map<string, Set<string>>();
  for (const [path, { files, programs = [] }] of all)
    for (const target of isFree(path) ? [] : [...files, ...programs]) {
      const [room, other] = [roomOf(path), roomOf(target)];
      if (room === undefined || other === undefined || room === other) continue;
      importers.set(target, (importers.get(target) ?? new Set()).add(path));
    }
  return importers;
};

interface Search {
  readonly values: Imports;
  readonly effects: ReadonlyMap<string, readonly string[]>;
  readonly seen: Set<string>;
}

/** From a file to the first thing it uses that is not pure. */
const wayOut = (path: string, search: Search): readonly string[] | undefined => {
  if (search.seen.has(path)) return undefined;
  search.seen.add(path);
  const { files = [], programs = [], modules = [] } = search.values.get(path) ?? {};
  const module = modules.find((name) => !pureModules.includes(name));
  const first = module === undefined ? [...(search.effects.get(path) ?? []), ...programs][0] : `"${module}"`;
  if (first !== undefined) return [first];
  for (const file of files.filter((used) => !isOfFacts(path, used))) {
    if (isEffectful(file)) return [file];
    const way = wayOut(file, search);
    if (way !== undefined) return [file, ...way];
  }
  return undefined;
};
