import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BreakerTime, isolatedTimes, isOpenAgain, openTimes } from './held-times.ts';

const window = { fromMs: 1_000, toMs: 10_000 };
const span = (state: BreakerTime['state'], fromMs: number, toMs: number | null, breakerId = 'b1'): BreakerTime => ({
  breakerId,
  state,
  from: new Date(fromMs).toISOString(),
  to: toMs === null ? null : new Date(toMs).toISOString(),
});

it.each<[string, BreakerTime[], number, number]>([
  ['nothing', [], 0, 0],
  ['one', [span('open', 2_000, 5_000)], 1, 3_000],
  ['a call that is tried in between', [span('open', 2_000, 3_000), span('half-open', 3_000, 3_100)], 1, 1_100],
  ['twice', [span('open', 2_000, 3_000), span('open', 4_000, 5_000)], 2, 2_000],
  ['two breakers side by side', [span('open', 2_000, 5_000), span('open', 3_000, 6_000, 'b2')], 2, 4_000],
  ['one inside another', [span('open', 2_000, 9_000), span('open', 3_000, 4_000, 'b2')], 2, 7_000],
  ['one that lasts', [span('open', 8_000, null)], 1, 2_000],
  ['one that began before', [span('open', 0, 2_000)], 1, 1_000],
  ['one after the window', [span('open', 11_000, null)], 0, 0],
  ['one by hand', [span('isolated', 2_000, 3_000)], 0, 0],
])('open: %s', (_name, spans, times, ms) => {
  expect(openTimes(spans, window)).toEqual({ times, ms });
});

it('tells an opening from one after a call that was tried in vain, so that rows and times agree', () => {
  const spans = [
    span('open', 2_000, 3_000),
    span('half-open', 3_000, 3_100),
    span('open', 3_100, 5_000),
    span('open', 3_100, 6_000, 'b2'),
  ];
  const openings = spans.filter((each) => each.state === 'open' && !isOpenAgain(each, spans));
  expect(openings).toEqual([spans[0], spans[3]]);
  expect(openTimes(spans, window)).toEqual({ times: openings.length, ms: 4_000 });
});

it('tells times by hand apart', () => {
  expect(isolatedTimes([span('isolated', 2_000, 3_000), span('open', 5_000, 6_000)], window)).toEqual({
    times: 1,
    ms: 1_000,
  });
});

it('never tells more time than the window has, nor more times than there are spans', () => {
  const any = fc.record({ from: fc.nat(20_000), ms: fc.option(fc.nat(5_000)) });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (drawn) => {
      const spans = drawn.map(({ from, ms }) => span('open', from, ms === null ? null : from + ms));
      const { times, ms } = openTimes(spans, window);
      expect(ms).toBeLessThanOrEqual(window.toMs - window.fromMs);
      expect(times).toBeLessThanOrEqual(spans.length);
      expect(ms === 0 || times > 0).toBe(true);
    }),
  );
});
