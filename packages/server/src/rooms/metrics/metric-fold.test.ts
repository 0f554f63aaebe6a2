import { expect, test } from 'vitest';
import { quantileOf } from './metric-fold.ts';

test.each([
  ['nothing', [], 0.5, null],
  ['empty buckets', [{ to: 10, count: 0 }], 0.5, null],
  ['inside a bucket', [{ to: 10, count: 10 }], 0.5, 5],
  [
    'the open bucket',
    [
      { to: 10, count: 1 },
      { to: Number.POSITIVE_INFINITY, count: 9 },
    ],
    0.99,
    10,
  ],
  [
    'buckets of two scales',
    [
      { to: 4, count: 2 },
      { to: 2, count: 2 },
    ],
    0.5,
    2,
  ],
])('quantile of %s', (_name, buckets, share, expected) => {
  expect(quantileOf(buckets, share)).toBe(expected);
});
