import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterFailure, type Failures, lockout, waitMs } from './lockout.ts';

const failed = (times: number, atMs = 0): Failures | undefined =>
  Array.from({ length: times }).reduce<Failures | undefined>((before) => afterFailure(before, atMs), undefined);

it.each([
  [0, 0],
  [4, 0],
  [5, 1_000],
  [6, 2_000],
  [14, 512_000],
  [15, 900_000],
  [2_000, 900_000],
])('after %d failures of an account the next attempt waits %d ms', (times, ms) => {
  expect(waitMs('account', failed(times), 0)).toBe(ms);
});

it('an address, behind which many people may be, has more free attempts', () => {
  expect([20, 21].map((times) => waitMs('address', failed(times), 0))).toEqual([0, 1_000]);
});

it('the wait goes by, never below 0, and is never longer than the longest, also when a clock was set back', () =>
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: -1e9, max: 1e9 }), (times, nowMs) => {
      const ms = waitMs('account', failed(times), nowMs);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(lockout.longestDelayMs);
      if (nowMs >= lockout.longestDelayMs) expect(ms).toBe(0);
    }),
  ));

it('failures are forgotten after a day', () => {
  expect(afterFailure(failed(30), lockout.forgottenAfterMs + 1)).toEqual({ count: 1, lastAtMs: 86_400_001 });
});
