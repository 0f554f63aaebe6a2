import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Text between the bracket at `start` and the one that closes it. */
const within = (source: string, start: number): string => {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === '[') depth += 1;
    if (source[at] === ']') depth -= 1;
    if (depth === 0) return source.slice(start + 1, at);
  }
  return source.slice(start);
};

/**
 * Lists of promises in which one is awaited: those before it in the list have begun, and nobody listens when they fail meanwhile, which
 * ends the process.
 */
const awaitedInAll = (source: string): string[] =>
  [...source.matchAll(/Promise\.(?:all|allSettled|race|any)\(\[/gu)]
    .map((match) => within(source, match.index + match[0].length - 1))
    .filter((list) => /\bawait\b/u.test(list.replaceAll(/async[^=]*=>\s*\{.*?\}/gsu, '')));

test('a promise that is awaited in a list of others is found', () => {
  expect(awaitedInAll('await Promise.all([read(await names()), read(await others())])')).toHaveLength(1);
  expect(awaitedInAll('await Promise.all([read(), async () => { await names(); }])')).toEqual([]);
  expect(awaitedInAll('await Promise.all(names.map(async (name) => read(await name)))')).toEqual([]);
});

test('no promise is left without a listener while another in its list is awaited', () => {
  const files = globSync('{packages/*/src,examples,bench,test,tools}/**/*.{ts,tsx}', {
    exclude: ['**/node_modules/**', '**/dist/**', 'tools/house/awaited-in-all.test.ts'],
  });
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => awaitedInAll(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
});
