import { expect, test } from 'vitest';
import { hostClockWords } from './clock-words.ts';

test.each([
  [300_000, true, '5 m 00 s behind'],
  [300_000, false, '5 m 00 s behind, or its events were sent late'],
  [-300_000, true, '5 m 00 s ahead'],
])('a clock %i ms behind, certain: %s', (behindMs, isCertain, words) => {
  expect(hostClockWords({ behindMs, isCertain })).toBe(words);
});
