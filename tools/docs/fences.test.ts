import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { claims, walkedPages } from './claims.ts';
import { fencesOf, pagePaths, readPage } from './pages.ts';
import { isFollowed } from './walkthrough.ts';

const tested = new Set(['ts', 'sh', 'yaml', 'json', 'sql', 'python']);

it('every code block is run by a test, or says why not', () => {
  const unclaimed = pagePaths().flatMap((path) => {
    const fences = fencesOf(readPage(path));
    return fences.flatMap((fence, index) => {
      const { language, line, marks } = fence;
      const isClaimed = walkedPages.includes(path)
        ? isFollowed(fence, fences[index - 1])
        : claims[path]?.[language] !== undefined;
      return !tested.has(language) || isClaimed || marks['no-test'] ? [] : [`${path}:${line}: ${language}`];
    });
  });
  expect(unclaimed).toEqual([]);
});

it('a test that is claimed names its page', () => {
  const silent = Object.entries(claims).flatMap(([page, tests]) =>
    Object.values(tests).filter((test) => !readPage(test).includes(basename(page))),
  );
  expect(silent).toEqual([]);
});
