import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorBudgetOf } from './error-budget.ts';

test.each([
  [undefined, 100, 0.5, null],
  [0.99, 0, null, null],
  [0.9, 1_000, 1, { objective: 0.9, met: true, spent: 0, leftShare: 1 }],
  [0.9, 1_000, 0.95, { met: true, spent: 50, leftShare: expect.closeTo(0.5) }],
  [0.9, 1_000, 0.9, { met: true, spent: 100 }],
  [0.9, 1_000, 0.7, { met: false, spent: 300, leftShare: 0 }],
])('objective %s of %i requests with availability %s', (objective, requests, availability, expected) => {
  const budget = errorBudgetOf(objective, requests, availability);
  if (expected === null) expect(budget).toBeNull();
  else expect(budget).toMatchObject(expected);
});

test('what is left is a share, and nothing is left once an objective is missed', () => {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(share, fc.integer({ min: 1, max: 1e6 }), fc.nat(), (objective, requests, failures) => {
      const failed = failures % (requests + 1);
      const budget = errorBudgetOf(objective, requests, 1 - failed / requests);
      expect(budget?.spent).toBe(failed);
      expect(budget?.leftShare).toBeGreaterThanOrEqual(0);
      expect(budget?.leftShare).toBeLessThanOrEqual(1);
      if (budget?.met === false) expect(budget.leftShare).toBeLessThan(1e-6);
    }),
  );
});
