import { expect, test } from 'vitest';
import { tickWords } from './tick-words.ts';

const hour = 3_600;
const seconds = (text: string): number => Date.parse(text) / 1_000;
const from = (text: string, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => seconds(text) + index * step);
const nowMs = Date.parse('2026-11-30T12:00:00Z');

test.each([
  ['today', from('2026-11-30T00:00:00Z', 6 * hour, 3), 6 * hour, 'UTC', ['00:00', '06:00', '12:00']],
  ['over midnight', from('2026-11-29T18:00:00Z', 6 * hour, 3), 6 * hour, 'UTC', ['29 Nov 18:00', '30 Nov', '06:00']],
  [
    'midnight of the zone',
    from('2026-11-29T22:00:00Z', hour, 3),
    hour,
    'Europe/Berlin',
    ['29 Nov 23:00', '30 Nov', '01:00'],
  ],
  [
    'the hour that comes twice',
    from('2026-10-24T23:00:00Z', hour, 4),
    hour,
    'Europe/Berlin',
    ['25 Oct 01:00', '02:00', '02:00', '03:00'],
  ],
  [
    'the hour left out',
    from('2026-03-29T00:00:00Z', hour, 3),
    hour,
    'Europe/Berlin',
    ['29 Mar 01:00', '03:00', '04:00'],
  ],
  ['seconds', from('2026-11-30T11:00:00Z', 30, 2), 30, 'UTC', ['11:00:00', '11:00:30']],
  ['days', from('2026-11-28T23:00:00Z', 24 * hour, 2), 24 * hour, 'Europe/Berlin', ['29 Nov', '30 Nov']],
  [
    'more than a year',
    [seconds('2025-11-01T00:00:00Z'), seconds('2026-11-03T00:00:00Z')],
    180 * 24 * hour,
    'UTC',
    ['1 Nov 25', '3 Nov 26'],
  ],
])('%s', (_name, ticks, step, timeZone, words) => {
  expect(tickWords(ticks, step, { timeZone, nowMs })).toEqual(words);
});
