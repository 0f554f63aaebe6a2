import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** A page or file of the documentation, by its path below `docs`. */
export interface Source {
  readonly path: string;
  readonly bytes: Buffer;
}

const isShown = (path: string): boolean => /\.(?:md|png|json|sql)$/u.test(path);

const below = (folder: string): string[] =>
  readdirSync(join(repository, 'docs', folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() || entry.isSymbolicLink() ? below(path) : [path];
  });

/** Everything below `docs` that is shown, and the changelog. */
export const documentation = (): Source[] => [
  ...below('')
    .filter(isShown)
    .map((path) => ({ path, bytes: readFileSync(join(repository, 'docs', path)) })),
  { path: 'changelog.md', bytes: readFileSync(join(repository, 'CHANGELOG.md')) },
];

/** Where a link of a page leads, below `docs`; undefined for what is not part of the documentation, such as source files. */
export const linkedPath = (page: string, link: string): string | undefined => {
  const path = normalize(join(dirname(page), link));
  if (path === '../CHANGELOG.md') return 'changelog.md';
  return path.startsWith('..') ? undefined : path;
};
