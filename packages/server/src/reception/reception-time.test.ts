import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ReceivingGap, allReceivedAt, silenceMs, withGap } from './reception-time.ts';

test.each<[string, readonly ReceivingGap[], number, number]>([
  ['no gap', [], 100, 100],
  ['a gap within', [{ fromMs: 20, toMs: 50 }], 100, 70],
  ['a gap that began before', [{ fromMs: -50, toMs: 50 }], 100, 50],
  ['a gap that is not over', [{ fromMs: 90, toMs: 500 }], 100, 90],
  ['a gap before', [{ fromMs: -50, toMs: -10 }], 100, 100],
  [
    'two gaps',
    [
      { fromMs: 10, toMs: 20 },
      { fromMs: 30, toMs: 60 },
    ],
    100,
    60,
  ],
  ['received only until then', [], -5, 0],
])('silence with %s', (_name, gaps, receivedUntilMs, expected) => {
  expect(silenceMs(0, { nowMs: 1_000, receivedUntilMs, gaps })).toBe(expected);
});

const gap = fc.tuple(fc.nat(100), fc.nat(30)).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms }));

test('gaps in any order cover what each covers, and stay apart', () => {
  fc.assert(
    fc.property(fc.array(gap, { maxLength: 8 }), (added) => {
      const gaps = added.reduce<readonly ReceivingGap[]>(withGap, []);
      const isIn = (all: readonly ReceivingGap[], ms: number) =>
        all.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
      for (let ms = 0; ms <= 130; ms += 1) expect(isIn(gaps, ms)).toBe(isIn(added, ms));
      for (const [index, { toMs }] of gaps.entries()) expect(gaps[index + 1]?.fromMs ?? Infinity).toBeGreaterThan(toMs);
      const covered = Array.from({ length: 200 }, (_, ms) => ms).filter((ms) => isIn(added, ms)).length;
      expect(silenceMs(0, { ...allReceivedAt(200), gaps })).toBe(200 - covered);
    }),
  );
});
