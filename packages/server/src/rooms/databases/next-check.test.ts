import { expect, test } from 'vitest';
import { judged, unknownHealth } from './health.ts';
import { nextCheckInMs } from './next-check.ts';

const health = (attempts: string) =>
  attempts.split('').reduce((before, mark) => judged(before, mark === 'w' ? 'well' : 'failed', 0), unknownHealth);

test.each([
  ['well', 'ww', 60_000],
  ['the first failure', 'wwf', 5_000],
  ['the second', 'wwff', 5_000],
  ['down', 'wwfff', 60_000],
  ['recovering', 'wwfffw', 5_000],
  ['up again', 'wwfffww', 60_000],
])('%s', (_name, attempts, expected) => {
  expect(nextCheckInMs(health(attempts), 60_000, 0.5)).toBe(expected);
  expect(nextCheckInMs(health(attempts), 60_000, 0)).toBe(expected * 0.9);
  expect(nextCheckInMs(health(attempts), 1_000, 0.5)).toBe(1_000);
});
