import { expect, test } from 'vitest';
import { barLength } from './bar-length.ts';

test.each([
  [0, 0],
  [0.0005, 2],
  [0.004, 2],
  [0.043, 13.76],
  [0.5, 160],
  [1, 320],
  [1.2, 320],
  [Number.NaN, 0],
])('of 320 px, a share of %d is %d px long', (share, px) => {
  expect(barLength(share, 320)).toBeCloseTo(px);
});
