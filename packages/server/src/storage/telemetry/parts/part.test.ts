import { expect, test } from 'vitest';
import { brokenPartNamed, type Part, rowsMissing } from './part.ts';

test.each([
  ['broken-on-start_20261129_2_7_1', { partitionId: '20261129', minBlock: 2, maxBlock: 7 }],
  ['broken_20261101_12_12_0_3', { partitionId: '20261101', minBlock: 12, maxBlock: 12 }],
  ['broken-on-start_all_1_1_0_try2', { partitionId: 'all', minBlock: 1, maxBlock: 1 }],
  ['ignored_20261129_2_7_1', undefined],
  ['20261129_2_7_1', undefined],
  ['attaching_20261129_2_7_1', undefined],
])('%s', (name, expected) => expect(brokenPartNamed(name)).toEqual(expected));

const part = (minBlock: number, maxBlock: number, rows: number, more: Partial<Part> = {}): Part => ({
  table: 'logs',
  name: '',
  partitionId: '20261129',
  minBlock,
  maxBlock,
  rows,
  bytes: 1,
  path: '',
  ...more,
});
const broken = { ...part(2, 7, 100), fromMs: undefined, toMs: undefined };

test.each<[string, number | undefined, Part[], number | undefined]>([
  ['all it was merged from is there', 100, [part(2, 4, 60), part(5, 7, 40)], 0],
  ['some of it', 100, [part(2, 4, 60)], 40],
  ['nothing', 100, [], 100],
  [
    'what lies beside it, of another day or table',
    100,
    [part(1, 2, 50), part(8, 8, 5), part(3, 3, 5, { partitionId: '20261128' }), part(3, 3, 5, { table: 'spans' })],
    100,
  ],
  ['nobody knows how many it had, and all its inserts are there', undefined, [part(5, 7, 9), part(2, 4, 60)], 0],
  ['nobody knows how many it had, and one insert is not there', undefined, [part(2, 4, 60), part(6, 7, 9)], undefined],
])('rows missing when %s', (_name, rows, active, expected) =>
  expect(rowsMissing({ ...broken, rows }, active)).toBe(expected),
);
