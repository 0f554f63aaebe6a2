import { expect, test } from 'vitest';
import { importsOf } from './import-graph.ts';

const files = ['a/own.ts', 'a/beside.ts', 'a/thread.mts', 'b/page.tsx', 'b/room/store.ts', 'b/room/loop.ts'];
const importsBy = (imports: readonly string[], programs: readonly string[] = []) =>
  importsOf(
    files.map((path) => ({ path, ...(path === 'a/own.ts' ? { imports, programs } : { imports: [], programs: [] }) })),
    new Map([['@ours/model', 'b/page.tsx']]),
  ).get('a/own.ts');

test.each([
  ['./beside.ts', ['a/beside.ts']],
  ['./beside.js', ['a/beside.ts']],
  ['./beside', ['a/beside.ts']],
  ['./thread.mts', ['a/thread.mts']],
  ['./thread.mjs', ['a/thread.mts']],
  ['../b/page.js', ['b/page.tsx']],
  ['../b/page.tsx?raw', ['b/page.tsx']],
  ['../b/room/*.ts', ['b/room/store.ts', 'b/room/loop.ts']],
  ['../b/*/store.ts', ['b/room/store.ts']],
  ['../b/*/none.ts', []],
  ['../c/none.ts', ['c/none.ts']],
  ['@ours/model', ['b/page.tsx']],
])('"%s" is %j', (specifier, expected) => {
  expect(importsBy([specifier])).toEqual({ files: expected, programs: [], modules: [] });
});

test('packages and modules of Node are no files', () => {
  expect(importsBy(['node:fs', 'yaml', '#other'])?.modules).toEqual(['node:fs', 'yaml', '#other']);
});

test('of the files that are named, only source files are programs', () => {
  expect(importsBy([], ['./thread.mjs', '../../data', '../package.json', './migrations/'])?.programs).toEqual([
    'a/thread.mts',
  ]);
});
