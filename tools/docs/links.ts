import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { proseOf, readPage, repository } from './pages.ts';

/** The anchors of a page, as GitHub makes them of its headings. */
export const anchorsOf = (page: string): Set<string> => {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gmu)) {
    const anchor = anchorOf(heading);
    let name = anchor;
    for (let again = 1; anchors.has(name); again += 1) name = `${anchor}-${again}`;
    anchors.add(name);
  }
  return anchors;
};

/** `Stop calls, by hand` → `stop-calls-by-hand`. */
export const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');

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
  return anchorsOf(readPage(found)).has(anchor) ? [] : [`${found} has no heading #${anchor}`];
};
