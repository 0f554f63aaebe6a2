import { expect, test } from 'vitest';
import { createRecordClock } from './record-clock.ts';

const start = Date.parse('2026-05-01T10:00:00Z');

test.each([
  ['during the run', start + 500, start + 500],
  ['to the whole second before the start', start - 900, start - 900],
  ['long ago', start - 86_400_000, start + 1000],
  ['in the future', start + 3_600_000, start + 1000],
  ['nowhere', undefined, start + 1000],
])('written %s', (_, writtenAtMs, expected) =>
  expect(createRecordClock(start)(writtenAtMs, start + 1000)).toBe(expected),
);

test('records of the same millisecond keep their order', () => {
  const clock = createRecordClock(start);
  const times = Array.from({ length: 100 }, () => clock(undefined, start));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(100);
});
