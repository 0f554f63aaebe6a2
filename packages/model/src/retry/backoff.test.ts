import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs, doubledMs, jitteredMs } from './backoff.ts';

const bounds = { firstMs: 500, longestMs: 30_000 };

it.each([
  [1, 500],
  [2, 1_000],
  [6, 16_000],
  [7, 30_000],
  [2_000, 30_000],
  [0, 500],
])('retry %d waits at most %d ms', (retry, most) => {
  expect(doubledMs(retry, bounds)).toBe(most);
  expect(backoffMs(retry, bounds, 1)).toBe(most);
  expect(backoffMs(retry, bounds, 0.5)).toBe(most / 2);
});

it('a wait is never negative, longer than its bound, or no number', () =>
  fc.assert(
    fc.property(fc.nat(), fc.nat(60_000), fc.nat(600_000), fc.double({ min: 0, max: 1, noNaN: true }), (n, a, b, r) => {
      const wait = backoffMs(n, { firstMs: a, longestMs: b }, r);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(b);
    }),
  ));

it('an interval varies by its share either way', () => {
  expect([0, 0.5, 1].map((random) => jitteredMs(1_000, 0.25, random))).toEqual([750, 1_000, 1_250]);
});
