import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallStep } from './facts/call-history.ts';
import { historyGrid, historyOf } from './history.ts';

const minuteMs = 60_000;
const toMs = Date.parse('2026-03-01T12:00:00Z');

test.each([
  ['an hour', 60 * minuteMs, minuteMs],
  ['a day', 24 * 60 * minuteMs, 15 * minuteMs],
  ['a week', 7 * 24 * 60 * minuteMs, 120 * minuteMs],
  ['a second', 1_000, minuteMs],
])('%s is cut into readable steps', (_name, rangeMs, stepMs) => {
  expect(historyGrid({ fromMs: toMs - rangeMs, toMs }).stepMs).toBe(stepMs);
});

test('whole minutes, all of the range, a hundred steps at most, whichever range is asked for', () => {
  fc.assert(
    fc.property(fc.nat(1e12), fc.integer({ min: -1e9, max: 1e11 }), (fromMs, rangeMs) => {
      const grid = historyGrid({ fromMs, toMs: fromMs + rangeMs });
      const { items } = historyOf([], grid);
      expect(grid.stepMs % minuteMs).toBe(0);
      expect(grid.fromMs).toBeLessThanOrEqual(Math.min(fromMs, fromMs + rangeMs));
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThanOrEqual(100);
    }),
  );
});

test('what was asked stands in its step, classes that did not come up are left out', () => {
  const grid = { fromMs: 0, toMs: 3 * minuteMs, stepMs: minuteMs };
  const step: CallStep = {
    atMs: minuteMs,
    requests: 10,
    failed: 2,
    errors: { timeout: 2, '5xx': 0 },
    durationMaxMs: 1,
    buckets: [10],
  };
  const { items } = historyOf([step], grid);
  expect(items.map(({ requests }) => requests)).toEqual([0, 10, 0]);
  expect(items[1]).toMatchObject({ failed: 2, availability: 0.8, errors: { timeout: 2 } });
  expect(items[1]?.errors).not.toHaveProperty('5xx');
  expect(items[0]).toMatchObject({ availability: null, durationMs: null });
});
