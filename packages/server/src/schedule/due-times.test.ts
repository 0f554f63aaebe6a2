import { expect, test } from 'vitest';
import { lastDueMs, nextClockTimeMs, nextDueMs } from './due-times.ts';

const berlin = 'Europe/Berlin';
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());
const at = (text: string): number => Date.parse(text);

test.each([
  ['daily', '0 2 * * *', null, '2026-03-01T02:00:00Z', '2026-03-02T02:00:00.000Z'],
  ['daily in a time zone', '0 2 * * *', berlin, '2026-03-01T02:00:00Z', '2026-03-02T01:00:00.000Z'],
  ['weekdays, on a Friday', '0 6 * * 1-5', null, '2026-03-06T07:00:00Z', '2026-03-09T06:00:00.000Z'],
  ['last day of the month', '0 0 L * *', null, '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
  ['an hour that does not exist, daily', '30 2 * * *', berlin, '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['an hour that comes twice, daily, once', '30 2 * * *', berlin, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ['an hour that comes twice, hourly, twice', '0 * * * *', berlin, '2026-10-25T00:00:00Z', '2026-10-25T01:00:00.000Z'],
  ['never', '0 0 30 2 *', null, '2026-03-01T00:00:00Z', undefined],
  ['no cron', 'every night', null, '2026-03-01T00:00:00Z', undefined],
  ['no time zone', '0 2 * * *', 'Mars/Olympus', '2026-03-01T00:00:00Z', undefined],
  ['nothing', '', null, '2026-03-01T00:00:00Z', undefined],
])('next due, %s', (_name, cron, timeZone, after, expected) => {
  expect(iso(nextDueMs({ cron, timeZone }, at(after)))).toBe(expected);
});

test.each([
  ['just then', '0 2 * * *', '2026-03-01T02:00:00Z', '2026-03-01T02:00:00.000Z'],
  ['just before', '0 2 * * *', '2026-03-01T01:59:59Z', '2026-02-28T02:00:00.000Z'],
])('last due, %s', (_name, cron, when, expected) => {
  expect(iso(lastDueMs({ cron, timeZone: null }, at(when)))).toBe(expected);
});

test.each([
  ['today', '04:00', null, '2026-03-01T02:00:00Z', '2026-03-01T04:00:00.000Z'],
  ['tomorrow', '04:00', null, '2026-03-01T23:00:00Z', '2026-03-02T04:00:00.000Z'],
  ['in summer', '04:00', berlin, '2026-07-01T00:00:00Z', '2026-07-01T02:00:00.000Z'],
  ['on the night the clocks go forward', '02:30', berlin, '2026-03-29T00:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['no time of day', '25:00', null, '2026-03-01T00:00:00Z', undefined],
])('clock time, %s', (_name, time, timeZone, after, expected) => {
  expect(iso(nextClockTimeMs(time, timeZone, at(after)))).toBe(expected);
});
