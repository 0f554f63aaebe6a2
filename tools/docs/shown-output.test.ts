import { expect, it } from 'vitest';
import { isAsShown } from './shown-output.ts';

it.each([
  ['times and ids', 'a 2026-01-01 02:03:04 0199b2c4-7c2f', 'a  2027-05-06 07:08:09 01aaaaaa-1234', true],
  ['amounts', 'took 4.2 s, 64 MB', 'took 107 ms, 1,024 KB', true],
  ['JSON laid out', '{ "a": [1] }', '{"a":[1]}', true],
  ['a part left out', 'file … is there', 'file a.csv is there', true],
  ['lines left out', 'a\n…\nd', 'a\nb\nc\nd', true],
  ['no line left out', 'a\n…\nb', 'a\nb', true],
  ['lines after the last', 'a\n…', 'a\nb', true],
  ['another number', '3 rows', '4 rows', false],
  ['a line too many', 'a', 'a\nb', false],
  ['a line too few', 'a\nb', 'a', false],
])('%s', (_, shown, printed, expected) => expect(isAsShown(shown, printed)).toBe(expected));
