import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstRowsOf, type OrderedRow } from './sure-rows.ts';

const row = fc.record({
  timestamp: fc.integer({ min: 0, max: 6 }).map((second) => `2026-01-01 00:00:0${second}.000000000`),
  hash: fc.integer({ min: 0, max: 300 }).map(String),
});
const orders = fc.constantFrom<'asc' | 'desc'>('asc', 'desc');

const ordered = (rows: readonly OrderedRow[], order: 'asc' | 'desc', byHash: boolean): OrderedRow[] =>
  rows.toSorted((a, b) => {
    const byTime = a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0;
    return (order === 'asc' ? byTime : -byTime) || (byHash ? Number(a.hash) - Number(b.hash) : 0);
  });

test('rows that are sure are the first ones by time and hash, whichever rows of the last time were cut off; others have the right times', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 40 }),
      orders,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (all, order, wanted, spare) => {
        const asked = wanted + spare;
        const found = ordered(all, order, false).slice(0, asked);
        const first = firstRowsOf(found, { asked, wanted, order });
        const right = ordered(all, order, true).slice(0, wanted);
        expect(first.rows.map(({ timestamp }) => timestamp)).toEqual(right.map(({ timestamp }) => timestamp));
        if (first.areSure) expect(first.rows).toEqual(right);
      },
    ),
  );
});

test('all there are is sure, and so are rows before a later time', () => {
  const at = (second: number, hash: number): OrderedRow => ({ timestamp: `${second}`, hash: `${hash}` });
  const few = [at(1, 5), at(1, 3)];
  expect(firstRowsOf(few, { asked: 3, wanted: 2, order: 'asc' })).toEqual({
    rows: [at(1, 3), at(1, 5)],
    areSure: true,
  });
  const cut = [at(1, 5), at(1, 13), at(1, 3)];
  expect(firstRowsOf(cut, { asked: 3, wanted: 2, order: 'asc' }).areSure).toBe(false);
  const later = [at(1, 5), at(1, 13), at(2, 3)];
  expect(firstRowsOf(later, { asked: 3, wanted: 2, order: 'asc' }).areSure).toBe(true);
});
