import { expect, it } from 'vitest';
import { anchorsOf, brokenLinks } from './links.ts';
import { pagePaths } from './pages.ts';

it('every link leads to a file and a heading that are there', () => {
  expect(pagePaths().flatMap(brokenLinks)).toEqual([]);
});

it('anchors are those of GitHub', () => {
  const page = '# Run it, `exec` it: how?\n## A – B\n### An [API](x.md) of yours\n## A – B\n```\n# no\n```\n';
  expect(anchorsOf(page)).toEqual(['run-it-exec-it-how', 'a--b', 'an-api-of-yours', 'a--b-1']);
});
