import { expect, it } from 'vitest';
import { columnOf, columnsIn, mostColumns, withColumn } from './record-columns.ts';

it.each([
  [undefined, 'a', 'a'],
  ['a', 'b.c', 'a,b.c'],
  ['a,b', 'a', 'b'],
  ['a', 'a', undefined],
  ['1,2,3,4,5,6,7,8', '9', '1,2,3,4,5,6,7,8'],
])('%s with a press on %s is %s', (listed, key, next) => {
  expect(withColumn(listed, key)).toBe(next);
});

it('an address may hold more columns than there are, twice, or none', () => {
  expect(columnsIn(' a,,a, b ')).toEqual(['a', 'b']);
  expect(columnsIn(Array.from({ length: 20 }, (_, index) => index).join(','))).toHaveLength(mostColumns);
  expect(columnsIn('')).toEqual([]);
});

it('what a record says of itself comes before what its program says', () => {
  const record = { attributes: { line: '7' }, resource: { line: '1', 'host.name': 'a' } };
  expect(['line', 'host.name', 'none'].map((key) => columnOf(record, key))).toEqual(['7', 'a', '']);
});
