import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseHttpDate } from './http-date.ts';
import { parseRetryAfter } from './retry-after.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const yearMs = 366 * 86_400_000;

it.each<[string | null, number | undefined]>([
  [null, undefined],
  ['3', 3_000],
  [' 3 ', 3_000],
  ['0', 0],
  ['0.5', 500],
  ['Wed, 25 Nov 2026 10:00:30 GMT', 30_000],
  ['wed, 25 nov 2026 10:00:30 gmt', 30_000],
  ['Wed, 25 Nov 2026 10:00:60 GMT', 60_000],
  ['Wednesday, 25-Nov-26 10:00:30 GMT', 30_000],
  ['Wed Nov 25 10:00:30 2026', 30_000],
  ['Tue Dec  1 10:00:00 2026', 6 * 86_400_000],
  ['Wed, 25 Nov 2020 10:00:30 GMT', 0],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ['2026-11-25T10:00:10Z', 10_000],
  ['2026-11-25T10:00:10', undefined],
  [`${nowMs / 1_000 + 30}`, 30_000],
  [`${nowMs + 30_000}`, 30_000],
  [`${nowMs / 1_000 - 30}`, 0],
  ['50000000', yearMs],
  ['99999999999', yearMs],
  ['99999999999999999999', yearMs],
  ['9'.repeat(400), yearMs],
  ['Fri, 31 Dec 9999 23:59:59 GMT', yearMs],
  ...['soon', '-1', '+1', '1e3', '1.5.2', '', ' ', '5 seconds', '0x10', 'Infinity', 'Nov 25'].map(
    (text): [string, undefined] => [text, undefined],
  ),
  ['Wed, 32 Nov 2026 10:00:30 GMT', undefined],
  ['Wed, 25 Nov 2026 24:00:30 GMT', undefined],
  ['Wed, 25 Foo 2026 10:00:30 GMT', undefined],
  ['Wed, 25 Nov 2026 10:00:30 CET', undefined],
])('Retry-After: %s', (text, expected) => {
  expect(parseRetryAfter(text, nowMs)).toBe(expected);
});

it('a time is the same in all three forms, whatever the zone of this machine', () => {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const near = { min: new Date(nowMs - 49 * yearMs), max: new Date(nowMs + 49 * yearMs), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(near), (date) => {
      const [day = '', dayOfMonth = '', month = '', year = '', time = ''] = date
        .toUTCString()
        .replace(',', '')
        .split(' ');
      const forms = [
        date.toUTCString(),
        `${day}sday, ${dayOfMonth}-${month}-${twoDigits(Number(year) % 100)} ${time} GMT`,
        `${day} ${month} ${String(Number(dayOfMonth)).padStart(2, ' ')} ${time} ${year}`,
      ];
      const expected = Math.floor(date.getTime() / 1_000) * 1_000;
      expect(forms.map((form) => parseHttpDate(form, nowMs))).toEqual([expected, expected, expected]);
    }),
  );
});

it('is a wait or nothing, whatever is sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d A-Za-z,:.+-]*$/u)), (text) => {
      const waitMs = parseRetryAfter(text, nowMs);
      expect(waitMs === undefined || (waitMs >= 0 && waitMs <= yearMs)).toBe(true);
    }),
  );
});
