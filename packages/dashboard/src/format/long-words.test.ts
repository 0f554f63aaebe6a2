import { expect, test } from 'vitest';
import { cutLongWords } from './long-words.ts';

const name = 'n'.repeat(200);
const kept = `${'n'.repeat(47)}…`;

test.each([
  ['flights failed at load.', 'flights failed at load.'],
  ['n'.repeat(48), 'n'.repeat(48)],
  [name, kept],
  [`${name} failed at ${name}.`, `${kept} failed at ${kept}.`],
  [`${name}: 3 rows are missing.`, `${kept}: 3 rows are missing.`],
  ['', ''],
  [`n${'🛬'.repeat(60)}`, `n${'🛬'.repeat(46)}…`],
])('cuts "%s"', (text, shown) => {
  expect(cutLongWords(text)).toBe(shown);
});
