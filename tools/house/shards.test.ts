import { expect, test } from 'vitest';
import { shardsIn } from './shards.ts';

const file = (path: string, lines = 10) => ({ path, lines });
const importing = (...edges: readonly (readonly [string, string])[]) => {
  const paths = [...new Set(edges.map(([from]) => from))];
  return new Map(
    paths.map((path) => [path, { files: edges.flatMap(([from, to]) => (from === path ? to : [])), modules: [] }]),
  );
};

test.each([
  ['imported by one file beside it', [file('a/b.ts')], importing(['a/c.ts', 'a/b.ts']), [], 1],
  ['imported twice', [file('a/b.ts')], importing(['a/c.ts', 'a/b.ts'], ['a/d.ts', 'a/b.ts']), [], 0],
  ['imported from another folder', [file('a/b.ts')], importing(['x/c.ts', 'a/b.ts']), [], 0],
  ['imported by nobody', [file('a/b.ts')], importing(), [], 0],
  ['of more lines', [file('a/b.ts', 31)], importing(['a/c.ts', 'a/b.ts']), [], 0],
  ['with a test', [file('a/b.ts')], importing(['a/c.ts', 'a/b.ts']), ['a/b.test.ts'], 0],
  ['with a test of another kind', [file('a/b.tsx')], importing(['a/c.ts', 'a/b.tsx']), ['a/b.engine.test.ts'], 0],
])('a small file %s', (_, files, imports, tests, count) => {
  expect(shardsIn(files, imports, tests)).toHaveLength(count);
});
