import { expect, it } from 'vitest';
import { steadyRows } from './steady-rows.ts';

const rowsOf = (text: string) => text.split(' ').filter(Boolean);
const [key] = [(row: string) => row.slice(0, 1)];

it.each([
  ['nothing was shown', '', 'a b c', 'a b c', 0],
  ['a row changed', 'a1 b1', 'a2 b1', 'a2 b1', 0],
  ['rows came above', 'c d', 'a b c d', 'c d', 2],
  ['rows came between', 'a c', 'a b c', 'a c', 1],
  ['older ones were read', 'a b', 'a b c d', 'a b c d', 0],
  ['a row left', 'a b c', 'a c', 'a b c', 0],
  ['the order changed', 'a b c', 'c a b', 'a b c', 0],
  ['all rows are others', 'a b', 'x y', 'x y', 0],
])('%s', (_what, shown, fresh, rows, waiting) => {
  expect(steadyRows(rowsOf(shown), rowsOf(fresh), key)).toEqual({ rows: rowsOf(rows), waiting });
});
