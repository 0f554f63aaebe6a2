import { expect, it } from 'vitest';
import { anchorOf, anchorsOf, brokenLinks } from './links.ts';
import { pagePaths } from './pages.ts';

it('every link leads to a file and a heading that are there', () => {
  expect(pagePaths().flatMap(brokenLinks)).toEqual([]);
});

it('anchors are those of GitHub', () => {
  expect(['Run it, `exec` it: how?', 'A – B', 'An [API](x.md) of yours'].map(anchorOf)).toEqual([
    'run-it-exec-it-how',
    'a--b',
    'an-api-of-yours',
  ]);
  expect([...anchorsOf('# A\n## A\n```\n# no\n```\n')]).toEqual(['a', 'a-1']);
});
