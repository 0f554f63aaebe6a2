import { Temporal } from 'temporal-polyfill';

const written =
  /^(\d{4}([-/])\d\d\2\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\d*)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const digitsOnly = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const dayDigits = /^(\d{4})(\d\d)(\d\d)(?= |$)/;
const epochSeconds = /^\d{9,10}$/;
const epochMs = /^\d{12,13}$/;
const earliestMs = Date.parse('2000-01-01T00:00:00Z');

/** What some write where there is no time yet. */
export const isPlaceholder = (text: string | null): boolean =>
  text === 'infinity' || text === '0' || /^(?:0001|1601|1753|1900|1970)-01-01(?:[T ]00:00:00|$)/u.test(text ?? '');

/** ` 01:30:45` of `13045`, as SQL Server Agent writes times of day, or of `01:30:45`; empty of none. */
export const timeOfDay = (text: string | null): string => {
  if (text === null) return '';
  const [, hours = '', minutes = '', seconds = ''] = /^(\d\d)(\d\d)(\d\d)$/u.exec(text.padStart(6, '0')) ?? [];
  return hours === '' ? ` ${text}` : ` ${hours}:${minutes}:${seconds}`;
};

/**
 * The instant a database or a program wrote: ISO 8601, also as `2026/05/01` or `20260501100000`, with an offset, without one (then by the clocks of `timeZone`; the earlier of two in autumn),
 * or seconds or milliseconds since 1970. Undefined for anything else, and for times before 2000.
 */
export const readTime = (text: string, timeZone: string): number | undefined => {
  const atMs = unixMsOf(text, timeZone);
  return atMs !== undefined && atMs >= earliestMs ? atMs : undefined;
};

const unixMsOf = (text: string, timeZone: string): number | undefined => {
  if (epochSeconds.test(text)) return Number(text) * 1_000;
  if (epochMs.test(text)) return Number(text);
  const [, day, , clock = '00:00', offset] =
    written.exec(text.replace(digitsOnly, '$1-$2-$3 $4:$5:$6').replace(dayDigits, '$1-$2-$3')) ?? [];
  if (day === undefined) return undefined;
  const [date, time] = [day.replaceAll('/', '-'), clock.replace(',', '.')];
  try {
    if (offset !== undefined) return Temporal.Instant.from(`${date}T${time}${offset}`).epochMilliseconds;
    const local = Temporal.PlainDateTime.from(`${date}T${time}`);
    return local.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds;
  } catch {
    return undefined;
  }
};
