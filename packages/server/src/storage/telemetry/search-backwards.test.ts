import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchBackwards, windowsBack } from './search-backwards.ts';

const windowsMs = [15, 360, 1_440];

test.each([
  [
    'everything',
    {},
    2_000,
    [
      [1_985, undefined],
      [1_640, 1_985],
      [560, 1_640],
      [undefined, 560],
    ],
  ],
  ['a range inside the first window', { fromMs: 1_990, toMs: 1_995 }, 2_000, [[1_990, 1_995]]],
  [
    'a range in the past',
    { fromMs: 100, toMs: 500 },
    2_000,
    [
      [485, 500],
      [140, 485],
      [100, 140],
    ],
  ],
  [
    'an end in the future',
    { toMs: 9_000 },
    2_000,
    [
      [1_985, 9_000],
      [1_640, 1_985],
      [560, 1_640],
      [undefined, 560],
    ],
  ],
  ['a range that ends before 1970', { toMs: -10 }, 2_000, [[undefined, -10]]],
])('windows of %s', (_name, range, nowMs, expected) => {
  const windows = windowsBack({ fromMs: undefined, toMs: undefined, ...range }, nowMs, windowsMs);
  expect(windows.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(expected);
});

test('finds the newest rows of the range, whatever lies where', async () => {
  const time = fc.integer({ min: 0, max: 3_000 });
  const queries = fc.record({
    times: fc.array(time),
    fromMs: fc.option(time, { nil: undefined }),
    toMs: fc.option(time, { nil: undefined }),
    nowMs: time,
    limit: fc.integer({ min: 1, max: 10 }),
  });
  await fc.assert(
    fc.asyncProperty(queries, async ({ times, fromMs, toMs, nowMs, limit }) => {
      const newestFirst = times.toSorted((a, b) => b - a);
      const within = (from: number | undefined, to: number | undefined) =>
        newestFirst.filter((at) => (from === undefined || at >= from) && (to === undefined || at < to));
      const found = await searchBackwards({ fromMs, toMs, nowMs, windowsMs, limit }, async (window, missing) =>
        within(window.fromMs, window.toMs).slice(0, missing),
      );
      expect(found).toEqual(within(fromMs, toMs).slice(0, limit));
    }),
  );
});

test('stops asking when there are enough', async () => {
  let queries = 0;
  await searchBackwards({ fromMs: undefined, toMs: undefined, nowMs: 2_000, windowsMs, limit: 3 }, async () => {
    queries += 1;
    return [1, 2];
  });
  expect(queries).toBe(2);
});
