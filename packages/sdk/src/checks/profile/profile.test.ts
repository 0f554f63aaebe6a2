import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText } from '../../../testing/check-text.ts';
import { Histogram } from './histogram.ts';
import { inferType } from './infer-type.ts';

describe('a histogram', () => {
  const added = (histogram: Histogram, values: readonly number[]): Histogram => {
    histogram.addAll(Float64Array.from(values), values.length, Math.min(...values), Math.max(...values));
    return histogram;
  };

  it('counts every value, whatever the order and however they are split', () => {
    const numbers = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const together = added(added(new Histogram(), one), other).buckets();
        const merged = added(new Histogram(), other);
        merged.merge(added(new Histogram(), one));
        expect(merged.buckets()).toEqual(together);
        for (const { from, to, count } of together)
          expect(count).toBe([...one, ...other].filter((value) => value >= from && value < to).length);
        expect(together.reduce((sum, { count }) => sum + count, 0)).toBe(one.length + other.length);
      }),
    );
  });
});

it('a profile tells what is in a column', async () => {
  const { report } = await checkText('n,s\n3,b\n1,a\n,b\n3,b\n', { columns: [{ name: 'n', type: 'integer' }] });
  const [n, s] = report.columns;
  expect(n).toMatchObject({ declaredType: 'integer', nulls: 1, distinct: 2, exact: true, min: 1, max: 3 });
  expect(n?.top).toEqual([
    { value: '3', count: 2 },
    { value: '1', count: 1 },
  ]);
  expect(s).toMatchObject({ declaredType: null, inferredType: 'string', min: 'a', max: 'b', distinct: 2 });
  expect(s?.histogram).toEqual(
    [{ from: 1, to: 2, count: 4 }].map((bucket) => expect.objectContaining({ count: bucket.count })),
  );
});

it('more values than are kept apart are estimated', async () => {
  const values = Array.from({ length: 50_000 }, (_, index) => `value ${index}`);
  const { report } = await checkText(`v\n${values.join('\n')}\n`);
  const [column] = report.columns;
  expect(column?.exact).toBe(false);
  expect(Math.abs((column?.distinct ?? 0) - 50_000)).toBeLessThan(2_000);
});

it.each([
  [['1', '-2'], 'integer'],
  [['007', '12'], 'string'],
  [['1.5', '2'], 'number'],
  [['true', 'FALSE'], 'boolean'],
  [['2026-11-25'], 'date'],
  [['2026-11-25T10:00:00Z'], 'timestamp'],
  [['10:00'], 'time'],
  [['0199b2c4-0000-7000-8000-000000000000'], 'uuid'],
  [[], 'string'],
])('the narrowest type of %j is %s', (texts, type) => {
  expect(inferType(texts)).toBe(type);
});
