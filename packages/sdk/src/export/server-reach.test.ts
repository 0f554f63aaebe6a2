import { describe, expect, it } from 'vitest';
import { afterFailure, afterTimeout, pauseAfterFailureMs, unknownReach } from './server-reach.ts';

const quick = { tookMs: 5, retryAfterMs: undefined };

describe('a failed delivery', () => {
  it.each([
    ['that failed at once', quick, false],
    ['whose server asked for time', { tookMs: 5, retryAfterMs: 0 }, true],
    ['that took long to fail', { tookMs: 3_000, retryAfterMs: undefined }, true],
  ])('%s', (_, failed, isHopeless) =>
    expect(afterFailure(unknownReach, failed)).toEqual({ isReachable: false, isHopeless, failuresInARow: 1 }),
  );
  it('makes nothing hopeful again', () => {
    const slow = afterFailure(unknownReach, { tookMs: 3_000, retryAfterMs: undefined });
    expect(afterFailure(slow, quick)).toEqual({ isReachable: false, isHopeless: true, failuresInARow: 2 });
  });
});

it('a server that delivers nothing in time is hopeless', () =>
  expect(afterTimeout(unknownReach)).toEqual({ isReachable: false, isHopeless: true, failuresInARow: 0 }));

it('pauses grow to a bound; what the server asks for is the least, up to five minutes', () => {
  const after = (failuresInARow: number) => ({ ...unknownReach, failuresInARow });
  expect(pauseAfterFailureMs(after(1), undefined, 1)).toBe(500);
  expect(pauseAfterFailureMs(after(3), undefined, 0.5)).toBe(1_000);
  expect(pauseAfterFailureMs(after(99), undefined, 1)).toBe(30_000);
  expect(pauseAfterFailureMs(after(1), 4_000, 0)).toBe(4_000);
  expect(pauseAfterFailureMs(after(1), 1e9, 0)).toBe(300_000);
});
