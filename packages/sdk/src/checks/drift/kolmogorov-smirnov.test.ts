import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf, limitTail, sampleDistance } from './kolmogorov-smirnov.ts';
import type { BinCounts } from './stability-index.ts';

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });

/** A bin for each whole number, so that nothing differs within one. */
const binsOf = (one: readonly number[], two: readonly number[]): BinCounts =>
  Array.from({ length: 61 }, (_, bin) => bin - 30).map((value) => [
    one.filter((each) => each === value).length,
    two.filter((each) => each === value).length,
  ]);

const shareUpTo = (values: readonly number[], most: number): number =>
  values.filter((value) => value <= most).length / values.length;

describe('the Kolmogorov-Smirnov distance', () => {
  it('is the greatest difference of the shares up to any value', () => {
    fc.assert(
      fc.property(sample, sample, (one, two) => {
        const all = [...one, ...two].map((value) => Math.abs(shareUpTo(one, value) - shareUpTo(two, value)));
        expect(sampleDistance(binsOf(one, two))?.distance).toBeCloseTo(Math.max(...all), 12);
      }),
    );
  });

  it('is the same from both sides, 0 for the same sample, 1 for samples apart, and no greater in wider bins', () => {
    fc.assert(
      fc.property(sample, sample, (one, two) => {
        const bins = binsOf(one, two);
        const distance = sampleDistance(bins)!.distance;
        expect(sampleDistance(binsOf(two, one))?.distance).toBe(distance);
        expect(sampleDistance(binsOf(one, one))?.distance).toBe(0);
        const wide = bins.flatMap(([left, right], bin): BinCounts => {
          if (bin % 2 === 1) return [];
          const [nextLeft, nextRight] = bins[bin + 1] ?? [0, 0];
          return [[left + nextLeft, right + nextRight]];
        });
        expect(sampleDistance(wide)!.distance).toBeLessThanOrEqual(distance + 1e-12);
      }),
    );
    expect(sampleDistance(binsOf([1, 2], [3, 4]))?.distance).toBe(1);
  });

  it('is not there where a sample is empty', () => {
    expect(sampleDistance([])).toBeUndefined();
    expect(sampleDistance([[3, 0]])).toBeUndefined();
  });

  it.each([
    [0.5, 0.036055],
    [1, 0.73],
    [1.2238479, 0.9],
    [1.3580986, 0.95],
    [1.6276236, 0.99],
    [1.9494746, 0.999],
  ])('has the limit distribution of Smirnov at %d: %d', (z, share) => {
    expect(1 - limitTail(z)).toBeCloseTo(share, 6);
  });

  it('is by chance alone less likely, the greater it is and the more values there are', () => {
    const chances = [0.01, 0.05, 0.1, 0.2, 0.5].map((distance) => chanceOf({ distance, earlier: 400, now: 400 }));
    expect(chances).toEqual(chances.toSorted((one, two) => two - one));
    expect(chanceOf({ distance: 0.1, earlier: 4000, now: 400 })).toBeLessThan(chances[2]!);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1e6), fc.nat(1e6), (distance, earlier, now) => {
        const chance = chanceOf({ distance, earlier: earlier + 1, now: now + 1 });
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
      }),
    );
  });
});
