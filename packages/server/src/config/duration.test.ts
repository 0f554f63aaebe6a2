import { expect, test } from 'vitest';
import { duration } from './duration.ts';

const readBetween = (leastMs: number, mostMs: number, text: string) => duration(leastMs, mostMs).safeParse(text);

test.each([
  ['500ms', 500],
  ['1.5s', 1_500],
  [' 5 m ', 300_000],
  ['24h', 86_400_000],
])('%s', (text, ms) => {
  expect(readBetween(0, 86_400_000, text).data).toBe(ms);
});

test.each([
  [10_000, 86_400_000, '5s', '"5s" must be a time between 10s and 24h, such as 30s'],
  [50, 60_000, '2m', '"2m" must be a time between 50ms and 1m, such as 500ms'],
  [0, 86_400_000, 'soon', '"soon" must be a time between 0ms and 24h, such as 500ms'],
  [3_600_000, 7_200_000, '1s', '"1s" must be a time between 1h and 2h, such as 1h'],
])('between %d and %d ms, %s is refused', (leastMs, mostMs, text, message) => {
  expect(readBetween(leastMs, mostMs, text).error?.issues[0]?.message).toBe(message);
});
