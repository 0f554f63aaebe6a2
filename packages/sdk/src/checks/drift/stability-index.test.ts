import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { type BinCounts, stabilityIndex } from './stability-index.ts';

describe('the population stability index', () => {
  it.each([
    ['nothing', [], 0],
    ['one bin', [[100, 100]], 0],
    [
      'no earlier values',
      [
        [0, 100],
        [0, 5],
      ],
      0,
    ],
    [
      'no values now',
      [
        [100, 0],
        [5, 0],
      ],
      0,
    ],
    // (0.8 - 0.5) ln(0.8 / 0.5) + (0.2 - 0.5) ln(0.2 / 0.5)
    [
      '80 : 20 for 50 : 50',
      [
        [500_000, 800_000],
        [500_000, 200_000],
      ],
      0.416,
    ],
    [
      '10 bins of which two change places',
      [
        [300_000, 100_000],
        [100_000, 300_000],
        [600_000, 600_000],
      ],
      0.439,
    ],
  ] as const)('of %s', (_, bins, index) => {
    expect(stabilityIndex(bins)).toBeCloseTo(index, 2);
  });

  it('is great when values are new, and takes chance for chance in small files', () => {
    expect(
      stabilityIndex([
        [1000, 0],
        [0, 1000],
      ]),
    ).toBeGreaterThan(5);
    expect(
      stabilityIndex([
        [20, 0],
        [0, 20],
      ]),
    ).toBeGreaterThan(2);
    expect(
      stabilityIndex([
        [30, 8],
        [30, 12],
      ]),
    ).toBeLessThan(0.1);
  });

  it('is a number, not below 0, and 0 for the same shares, whatever the bins', () => {
    const bins = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { maxLength: 60 });
    fc.assert(
      fc.property(bins, (all) => {
        const index = stabilityIndex(all);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(index)).toBe(true);
        expect(stabilityIndex(all.map(([one]) => [one * 3, one * 3]) satisfies BinCounts)).toBeLessThan(1e-9);
      }),
      { numRuns: times(200) },
    );
  });
});
