import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datePattern } from './date-pattern.ts';

const read = (format: string, text: string): string | undefined => {
  const bytes = Buffer.from(`<${text}>`);
  const at = datePattern(format)(bytes, 1, bytes.length - 1);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

it.each([
  ['%d.%m.%Y', '24.11.2026', '2026-11-24T00:00:00.000Z'],
  ['%d/%m/%Y', '4/1/2026', '2026-01-04T00:00:00.000Z'],
  ['%m/%d/%y', '11/24/68', '2068-11-24T00:00:00.000Z'],
  ['%m/%d/%y', '11/24/69', '1969-11-24T00:00:00.000Z'],
  ['%d-%b-%Y', '24-NOV-2026', '2026-11-24T00:00:00.000Z'],
  ['%B %d, %Y', 'November 24, 2026', '2026-11-24T00:00:00.000Z'],
  ['%d %b %Y', '4 May 2026', '2026-05-04T00:00:00.000Z'],
  ['%Y-%m-%d %I:%M %p', '2026-11-24 12:05 AM', '2026-11-24T00:05:00.000Z'],
  ['%Y-%m-%d %I:%M %p', '2026-11-24 12:05 pm', '2026-11-24T12:05:00.000Z'],
  ['%Y-%m-%dT%H:%M:%S.%f%z', '2026-11-24T01:02:03.250+01:00', '2026-11-24T00:02:03.250Z'],
  ['dd.MM.yyyy', '24.11.2026', '2026-11-24T00:00:00.000Z'],
  ['M/d/yyyy h:mm a', '1/5/2026 9:07 PM', '2026-01-05T21:07:00.000Z'],
  ["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-11-24T01:02:03Z', '2026-11-24T01:02:03.000Z'],
  ['yyyy-MM-ddTHH:mm:ssZ', '2026-11-24T01:02:03+1000', '2026-11-23T15:02:03.000Z'],
  ["yyyy''MM", "2026'11", '2026-11-01T00:00:00.000Z'],
  ["dd 'of' MMMM yyyy", '24 of november 2026', '2026-11-24T00:00:00.000Z'],
  ['%Y%%%m', '2026%11', '2026-11-01T00:00:00.000Z'],
])('%s reads %s', (format, text, expected) => {
  expect(read(format, text)).toBe(expected);
});

it.each([
  ['%d.%m.%Y', '24.13.2026'],
  ['%d.%m.%Y', '30.02.2026'],
  ['%d.%m.%Y', '24.11.2026 '],
  ['%d.%m.%Y', '24.11.'],
  ['%d.%m.%Y', ''],
  ['dd.MM.yyyy', '4.1.2026'],
  ['%d-%b-%Y', '24-Nop-2026'],
  ['%I:%M %p', '13:05 PM'],
  ['%I:%M %p', '00:05 AM'],
  ['%I:%M %p', '1:05 XM'],
  ['%H:%M%z', '01:02+24:00'],
  ['%H:%M%z', '01:02'],
  ['%H:%M', '24:00'],
])('%s does not read "%s"', (format, text) => {
  expect(read(format, text)).toBeUndefined();
});

it.each([
  ['%Q', '"%Q" is not known; use %Y'],
  ['yyyy-MM-dd E', '"E" is not known'],
  ['yyyyy', '"yyyyy" is not known'],
  ['%', '"%" is not known'],
  ['-', 'holds no part of a date'],
])('refuses "%s"', (format, message) => {
  expect(() => datePattern(format)).toThrow(message);
});

it('reads every minute back that is written in its format', () => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 130 });
  fc.assert(
    fc.property(minutes, (minute) => {
      const at = new Date(minute * 60_000);
      const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
      const [hour, minutes] = [at.getUTCHours(), two(at.getUTCMinutes())];
      const half = hour < 12 ? 'AM' : 'PM';
      const written = `${month}/${day}/${year} ${hour % 12 === 0 ? 12 : hour % 12}:${minutes} ${half}`;
      expect(read('M/d/yyyy h:mm a', written)).toBe(at.toISOString());
      expect(read('%d.%m.%Y %H:%M', `${two(day)}.${two(month)}.${year} ${two(hour)}:${minutes}`)).toBe(
        at.toISOString(),
      );
    }),
  );
});
