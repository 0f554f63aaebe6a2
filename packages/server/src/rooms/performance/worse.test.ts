import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worseThan } from './worse.ts';

const least = 100;

test.each([
  ['twice as long', 10_000, [5_000, 5_100, 4_900, 5_050, 4_950], { usual: 5_000, latest: 10_000, times: 2 }],
  ['as long as ever', 5_100, [5_000, 5_100, 4_900, 5_050, 4_950], undefined],
  ['longer, but it varies as much', 8_000, [3_000, 9_000, 4_000, 7_000, 5_000], undefined],
  [
    'one odd run before changes nothing',
    10_000,
    [5_000, 5_100, 90_000, 5_050, 4_950],
    { usual: 5_050, times: 10_000 / 5_050 },
  ],
  ['quick stages vary', 90, [10, 10, 10, 10, 10], undefined],
  ['a tenth more', 5_500, [5_000, 5_000, 5_000, 5_000, 5_000], undefined],
  ['shorter', 1_000, [5_000, 5_000, 5_000, 5_000, 5_000], undefined],
  ['where none is usual', 500, [0, 0, 0, 0, 0], { usual: 0, latest: 500, times: null }],
])('%s', (_name, latest, earlier, expected) => {
  const worse = worseThan(latest, earlier, least);
  if (expected === undefined) expect(worse).toBeUndefined();
  else expect(worse).toMatchObject(expected);
});

test('what lies among those before it is never worse', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 5 });
  fc.assert(
    fc.property(values, (earlier) => {
      const middle = [...earlier].sort((a, b) => a - b)[Math.floor(earlier.length / 2)] ?? 0;
      expect(worseThan(Math.min(middle, ...earlier), earlier, least)).toBeUndefined();
    }),
  );
});
