import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { site, type FoundSection } from '../../packages/dashboard/documentation/site.ts';
import { pagePaths } from './pages.ts';

const files = new Map(site('/assets/search.js').map(({ path, content }) => [path, content.toString()]));
const pages = [...files].filter(([path]) => path.endsWith('.html'));

/** What lies beside the folder of the documentation. */
const ofDashboard = new Set(['favicon.svg', 'theme.js', './', 'assets/search.js']);

it('every page of the documentation is in the site, and the changelog', () => {
  const expected = pagePaths().filter((path) => path.startsWith('docs/'));
  const wanted = expected.map((path) => path.slice('docs/'.length).replace(/\.md$/u, '.html'));
  expect(pages.map(([path]) => path).toSorted()).toEqual([...wanted, 'changelog.html'].toSorted());
});

it('every link of the site leads to a file and an anchor of the site, or out of it', () => {
  const broken = pages.flatMap(([path, html]) =>
    [...html.matchAll(/(?:href|src)="([^"]*)"/gu)].flatMap(([, target = '']) => {
      if (/^(?:https?:|\/)/u.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      if (ofDashboard.has(normalize(join('docs', dirname(path), file)))) return [];
      const found = files.get(file === '' ? path : normalize(join(dirname(path), file)));
      const isThere =
        found !== undefined && (anchor === undefined || found.includes(` id="${anchor}"`) || anchor === 'page');
      return isThere ? [] : [`${path}: ${target}`];
    }),
  );
  expect(broken).toEqual([]);
});

it('nothing comes from another server, and no script or style stands in a page', () => {
  for (const [path, html] of pages) {
    expect(html, path).not.toMatch(/(?:src|<link[^>]*href)="https?:/u);
    expect(html, path).not.toMatch(/<script(?![^>]*src=)|<style|onclick=/u);
  }
});

it('the search has every heading with the text below it', () => {
  const sections = JSON.parse(files.get('search.json') ?? '[]') as FoundSection[];
  expect(sections.find(({ address }) => address === 'operate/troubleshooting.html#the-clock-differs')).toMatchObject({
    title: 'Troubleshooting',
    heading: 'The clock differs',
    text: expect.stringContaining('NTP') as string,
  });
});
