import { isBuiltin } from 'node:module';
import { basename, dirname } from 'node:path';
import { type Layer, layers as allLayers } from './layers.ts';
import { escaped } from './escaped.ts';
import type { ResolvedImports } from './import-graph.ts';

/** `*` stands for anything within a name, `/**` for any folders, `<x>` for one name, which is kept. */
const pattern = (path: string): string =>
  path
    .split('/')
    .map((name) =>
      name === '**'
        ? '(?:.*/)?'
        : `${name
            .split('*')
            .map(escaped)
            .join('[^/]*')
            .replaceAll(/<(\w+)>/g, '(?<$1>[^/]+)')}/`,
    )
    .join('')
    .replace(/\/$/u, '');

const within = (path: string): RegExp => new RegExp(`^${pattern(path)}(?:/|$)`, 'u');
const directlyIn = (folder: string): RegExp => new RegExp(`^${pattern(folder)}/[^/]+$`, 'u');

interface Owner {
  readonly layer: Layer;
  readonly names: Readonly<Record<string, string>>;
  readonly own: RegExp;
}

const ownerOf = (path: string, layers: readonly Layer[]): Owner | undefined =>
  layers
    .flatMap((layer) => {
      const folder = layer.of.replace(/\/\*$/u, '');
      const own = folder === layer.of ? within(layer.of) : directlyIn(folder);
      const found = own.exec(path);
      return found === null ? [] : [{ layer, names: { ...found.groups }, own }];
    })
    .toSorted((a, b) => b.layer.of.split('/').length - a.layer.of.split('/').length)[0];

const isAllowed = (target: string, { layer, names, own }: Owner): boolean => {
  const filled = (path: string): string => path.replaceAll(/<(\w+)>/g, (all, name: string) => names[name] ?? all);
  if (!layer.of.includes('<') && own.test(target)) return true;
  let allowed = false;
  for (const entry of layer.may) {
    if (within(filled(entry.replace('!', ''))).test(target)) allowed = !entry.startsWith('!');
  }
  return allowed;
};

const isOutsideAllowed = (module: string, { outside = [] }: Layer): boolean =>
  outside === 'all' || (!isBuiltin(module) && outside.some((name) => module === name || module.startsWith(`${name}/`)));

/** Is not shipped, so it may use what belongs to tests. */
const isWorkshop = (path: string): boolean => /^(?:bench|test|tools)\//u.test(path);

/** Tests and what only they use may import anything; nothing else may import them. */
export const isFree = (path: string): boolean =>
  /\.(?:test|spec|bench|config)\.[cm]?[jt]sx?$/u.test(path) ||
  basename(path).startsWith('_') ||
  /^testing(?:\.[cm]?[jt]s)?$/u.test(basename(path)) ||
  basename(dirname(path)) === 'testing';

/** Imports that no layer allows, as sentences; a file of a folder without a layer is one, too. */
export const layerBreaks = (
  imports: ReadonlyMap<string, ResolvedImports>,
  layers: readonly Layer[] = allLayers,
): string[] =>
  [...imports].flatMap(([path, { files: imported, programs = [], modules }]) => {
    if (isFree(path)) return [];
    const owner = ownerOf(path, layers);
    if (owner === undefined) return [`${path} lies in no layer of tools/house/layers.ts`];
    const files = [...new Set([...imported, ...programs])];
    const [forTests, others] = [files.filter(isFree), files.filter((target) => !isFree(target))];
    return [
      ...(isWorkshop(path) ? [] : forTests).map((target) => `${path} imports ${target}, which only tests may`),
      ...others
        .filter((target) => !isAllowed(target, owner))
        .map((target) => `${path} imports ${target}, which ${owner.layer.of} may not`),
      ...modules
        .filter((module) => !isOutsideAllowed(module, owner.layer))
        .map((module) => `${path} imports "${module}", which ${owner.layer.of} may not`),
    ];
  });
