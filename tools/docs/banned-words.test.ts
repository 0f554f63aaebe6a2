import { expect, it } from 'vitest';
import { bannedWords, isExempt } from './banned-words.ts';
import { pagePaths, proseOf, readPage } from './pages.ts';

/** Code and names of things are no words of ours. */
const wordsOf = (line: string): string => line.replaceAll(/`[^`]*`|\]\([^)]*\)|“[^”]*”|"[^"]*"/gu, '');

const found = (path: string, text: string): string[] =>
  proseOf(text)
    .split('\n')
    .flatMap((line, index) =>
      bannedWords.flatMap(({ pattern, instead }) =>
        [...wordsOf(line).matchAll(pattern)].map(([word]) => `${path}:${index + 1}: "${word}"; write ${instead}`),
      ),
    );

it('pages use the words of docs/style.md', () => {
  const pages = pagePaths().filter((path) => !isExempt(path));
  expect(pages.flatMap((path) => found(path, readPage(path)))).toEqual([]);
});

it.each(['The server is told.', 'It asks for a name.', 'That is no URL.', 'The value stands there.'])('%s', (text) => {
  expect(found('a.md', text)).toHaveLength(1);
});

it.each(['It is no longer there.', 'There is no server.', '`told`', 'You ask a colleague.'])('%s passes', (text) => {
  expect(found('a.md', text)).toEqual([]);
});
