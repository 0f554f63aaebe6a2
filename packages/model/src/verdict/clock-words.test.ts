import { expect, test } from 'vitest';
import { hostClockWords, isLateDelivery } from './clock-words.ts';

test.each([
  [300_000, true, '5 m 00 s behind'],
  [300_000, false, '5 m 00 s behind, or its events were sent late'],
  [-300_000, true, '5 m 00 s ahead'],
])('a clock %i ms behind, certain: %s', (behindMs, isCertain, words) => {
  expect(hostClockWords({ behindMs, isCertain })).toBe(words);
});

const hourMs = 3_600_000;

test.each([
  ['behind no further than a clock of another zone', 26 * hourMs, false, false],
  ['later than any clock', 90 * 24 * hourMs, false, true],
  ['certainly behind, since its events came as they happened', 90 * 24 * hourMs, true, false],
  ['ahead', -90 * 24 * hourMs, true, false],
])('%s', (_what, behindMs, isCertain, expected) => {
  expect(isLateDelivery({ behindMs, isCertain })).toBe(expected);
});
