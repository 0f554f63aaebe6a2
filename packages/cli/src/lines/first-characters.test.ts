import { expect, test } from 'vitest';
import { alwaysHas, firstCharacters, secondCharacters } from './first-characters.ts';
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

test.each([
  [' - x', '-'],
  [' +(?:a|b)', ' ab'],
  [String.raw`\] +x`, ' '],
  [' ?x', undefined],
  ['(?: a)?b', undefined],
  [String.raw`\dx`, undefined],
  [' .x', undefined],
])('the second character of %s is one of %s', (source, expected) => {
  expect(secondCharacters(source)).toEqual(expected === undefined ? undefined : new Set(expected));
});

test.each([
  ['a: b', true],
  ['(?:a: |b)c', false],
  ['a:?b', false],
  ['a: |b', false],
  ['[:]a', false],
])('%s always has a colon: %s', (source, expected) => {
  expect(alwaysHas(source, ':')).toBe(expected);
});
