import { expect, test } from 'vitest';
import { firstCharacters } from './first-characters.ts';
import { lineFormats } from './line-formats.ts';

test.each([
  ['^abc', 'a'],
  ['(?:ab|c)d', 'ac'],
  ['(?<x>a|(?:b|c))d', 'abc'],
  ['(?:a )?b', 'ab'],
  ['(?:a|b)*c', 'abc'],
  [String.raw`\[a`, '['],
  [String.raw`\d+`, '0123456789'],
  ['[Ee]rr', 'Ee'],
  [String.raw`[\x60']a`, undefined],
  [String.raw`(?:a|\S)`, undefined],
  ['.', undefined],
  ['(?!a)b', undefined],
])('%s begins with one of %s', (source, expected) => {
  expect(firstCharacters(source)).toEqual(expected === undefined ? undefined : new Set(expected));
});

test('the example of each format begins with a character it can begin with', () => {
  for (const { head, pattern, example, name } of lineFormats) {
    const first = firstCharacters(pattern.source);
    if (head === 'none' && first !== undefined) expect([...first], name).toContain(example[0]);
  }
});
