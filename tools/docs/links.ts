import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pageOf } from '../../packages/dashboard/documentation/markdown.ts';
import { proseOf, readPage, repository } from './pages.ts';

/** The anchors of a page, as the documentation of the server and GitHub make them of its headings. */
export const anchorsOf = (text: string): string[] => pageOf('', text).sections.map(({ anchor }) => anchor);

const link = /\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/gu;

/** What is wrong with the links of a page to files and headings of this repository: `line 3: guides/x.md is not there`. */
export const brokenLinks = (path: string): string[] =>
  proseOf(readPage(path))
    .split('\n')
    .flatMap((line, index) =>
      [...line.replaceAll(/`[^`]*`/gu, '').matchAll(link)].flatMap(([, target = '']) =>
        problemsOf(path, target).map((problem) => `${path}:${index + 1}: ${problem}`),
      ),
    );

const problemsOf = (path: string, target: string): string[] => {
  if (/^[a-z]+:/u.test(target)) return [];
  const [file = '', anchor] = target.split('#');
  const found = file === '' ? path : normalize(join(dirname(path), file));
  if (!existsSync(join(repository, found))) return [`${target} is not there`];
  if (anchor === undefined || !found.endsWith('.md')) return [];
  return anchorsOf(readPage(found)).includes(anchor) ? [] : [`${found} has no heading #${anchor}`];
};
