import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullBudget, spend } from './detail-budget.ts';

test('however many are wanted, no more than the burst and what time allows are granted', () => {
  const limits = fc.record({
    burst: fc.integer({ min: 1, max: 50 }),
    perSecond: fc.double({ min: 0, max: 5, noNaN: true }),
  });
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 300 }), (limit, waits) => {
      let budget = fullBudget(limit, 0);
      let nowMs = 0;
      let granted = 0;
      for (const waitMs of waits) {
        nowMs += waitMs;
        const spent = spend(budget, nowMs, limit);
        ({ budget } = spent);
        if (spent.isGranted) granted += 1;
      }
      expect(granted).toBeLessThanOrEqual(limit.burst + (nowMs / 1_000) * limit.perSecond + 1e-6);
      expect(granted).toBeGreaterThanOrEqual(Math.min(limit.burst, waits.length));
    }),
  );
});

test('a clock that goes back grants nothing more', () => {
  const limits = { burst: 1, perSecond: 1 };
  const first = spend(fullBudget(limits, 5_000), 5_000, limits);
  expect(first.isGranted).toBe(true);
  const back = spend(first.budget, 0, limits);
  expect(back.isGranted).toBe(false);
  expect(spend(back.budget, 5_500, limits).isGranted).toBe(false);
});
