import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramStepMs } from './histogram-step.ts';

const hourMs = 3_600_000;

test.each([
  ['an hour in 60', 0, hourMs, 60, 60_000],
  ['an hour in 59', 0, hourMs, 59, 120_000],
  ['an hour off the minute in 60', 1, hourMs + 1, 60, 120_000],
  ['a second in 60', 0, 1_000, 60, 20],
  ['a day in 60', 0, 24 * hourMs, 60, 1_800_000],
  ['a year in 60', 0, 365 * 24 * hourMs, 60, 7 * 24 * hourMs],
])('%s', (_name, fromMs, toMs, buckets, expected) => {
  expect(histogramStepMs({ fromMs, toMs }, buckets)).toBe(expected);
});

test('never more steps than asked for, from two on', () => {
  const given = fc.record({
    fromMs: fc.nat({ max: 4e12 }),
    lengthMs: fc.integer({ min: 1, max: 4e12 }),
    buckets: fc.integer({ min: 2, max: 500 }),
  });
  fc.assert(
    fc.property(given, ({ fromMs, lengthMs, buckets }) => {
      const stepMs = histogramStepMs({ fromMs, toMs: fromMs + lengthMs }, buckets);
      const steps = Math.ceil((fromMs + lengthMs) / stepMs) - Math.floor(fromMs / stepMs);
      expect(steps).toBeGreaterThan(0);
      expect(steps).toBeLessThanOrEqual(buckets);
    }),
  );
});
