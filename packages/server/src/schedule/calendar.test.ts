import { expect, test } from 'vitest';
import type { Calendar } from './calendar.ts';
import { lastDueMs, nextDueMs } from './due-times.ts';

const business: Calendar = { weekdays: [1, 2, 3, 4, 5], holidays: [] };
const christmas: Calendar = { ...business, holidays: ['12-25', '2026-12-28'] };
const berlin = 'Europe/Berlin';
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());

test.each([
  ['Friday to Monday', '0 2 * * *', null, business, '2026-03-06T02:00:00Z', '2026-03-09T02:00:00.000Z'],
  ['at midnight', '0 0 * * *', null, business, '2026-03-06T00:00:00Z', '2026-03-09T00:00:00.000Z'],
  ['every minute', '* * * * *', null, business, '2026-03-06T23:59:00Z', '2026-03-09T00:00:00.000Z'],
  ['by the day of its time zone', '30 0 * * *', berlin, business, '2026-03-06T23:00:00Z', '2026-03-08T23:30:00.000Z'],
  ['over holidays', '0 6 * * *', null, christmas, '2026-12-24T06:00:00Z', '2026-12-29T06:00:00.000Z'],
  [
    'a holiday of every year',
    '0 6 25 12 *',
    null,
    { ...business, holidays: ['12-25'] },
    '2026-01-01T00:00:00Z',
    undefined,
  ],
  ['only on days off', '0 6 * * 6', null, business, '2026-01-01T00:00:00Z', undefined],
  ['no calendar', '0 6 * * 6', null, null, '2026-01-01T00:00:00Z', '2026-01-03T06:00:00.000Z'],
])('next due, %s', (_name, cron, timeZone, calendar, after, expected) => {
  expect(iso(nextDueMs({ cron, timeZone, calendar }, Date.parse(after)))).toBe(expected);
});

test.each([
  ['on a Sunday', '0 2 * * *', business, '2026-03-08T12:00:00Z', '2026-03-06T02:00:00.000Z'],
  ['every minute, on a Monday at midnight', '* * * * *', business, '2026-03-08T23:59:59Z', '2026-03-06T23:59:00.000Z'],
  ['over holidays', '0 6 * * *', christmas, '2026-12-28T08:00:00Z', '2026-12-24T06:00:00.000Z'],
])('last due, %s', (_name, cron, calendar, when, expected) => {
  expect(iso(lastDueMs({ cron, timeZone: null, calendar }, Date.parse(when)))).toBe(expected);
});
