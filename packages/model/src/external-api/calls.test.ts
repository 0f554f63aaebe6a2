import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callErrors, isSent, isUnavailability, latencyBoundsMs, latencyBucket, latencyQuantile } from './calls.ts';

const histogramOf = (durationsMs: readonly number[]): number[] => {
  const buckets = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
  for (const duration of durationsMs) buckets[latencyBucket(duration)] = (buckets[latencyBucket(duration)] ?? 0) + 1;
  return buckets;
};

test('a quantile lies in the bucket of the true one', () => {
  const durations = fc.array(fc.double({ min: 0, max: 59_000, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? 0;
      const found = latencyQuantile(histogramOf(values), share) ?? NaN;
      expect(latencyBucket(found)).toBe(latencyBucket(exact));
    }),
  );
});

test('quantiles grow with their share and stay below the longest', () => {
  const buckets = fc.array(fc.nat(1_000), { minLength: 1, maxLength: latencyBoundsMs.length + 1 });
  fc.assert(
    fc.property(buckets, fc.double({ min: 1, max: 70_000, noNaN: true }), (counts, mostMs) => {
      const [p50, p95] = [latencyQuantile(counts, 0.5, mostMs), latencyQuantile(counts, 0.95, mostMs)];
      if (p50 === undefined || p95 === undefined) {
        expect(counts.every((count) => count === 0)).toBe(true);
        return;
      }
      expect(p50).toBeLessThanOrEqual(p95);
      expect(p95).toBeLessThanOrEqual(mostMs);
    }),
  );
});

test('what is beyond the last bound counts as the last bound', () => {
  expect(latencyQuantile(histogramOf([90_000]), 0.5)).toBe(60_000);
  expect(latencyQuantile([], 0.5)).toBeUndefined();
});

test('the dependency is to blame only for what was sent', () => {
  expect(callErrors.filter(isUnavailability)).toEqual([
    'timeout',
    'dns',
    'tls',
    'refused',
    'reset',
    'network',
    '5xx',
    'schema',
  ]);
  expect(callErrors.filter((error) => !isSent(error))).toEqual([
    'breaker_open',
    'isolated',
    'bulkhead_full',
    'cooling_down',
  ]);
});
