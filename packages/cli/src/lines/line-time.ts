const dateTime =
  /^(\d{4})[-/.](\d\d)[-/.](\d\d)(?:T|,? +)(\d?\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$/;
const shortYear = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** Milliseconds since the epoch of a written time, to the microsecond; one without a zone is local. Undefined when it is not a time. */
export const timeOfText = (text: string): number | undefined => timeInSecond(text) ?? readTime(text);

const readTime = (text: string): number | undefined => {
  const [, year, month, day, hour = '', minute, second, fraction = '', zone] = dateTime.exec(expandYear(text)) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month}-${day}T${hour.padStart(2, '0')}:${minute}:${second}.000${isoZone(zone)}`;
  const secondMs = Date.parse(iso);
  if (Number.isNaN(secondMs)) return undefined;
  const fractionAt = text.length - (zone?.length ?? 0) - fraction.length;
  if (fraction !== '' && text.endsWith(fraction + (zone ?? '')))
    latest = { before: text.slice(0, fractionAt), after: zone ?? '', secondMs };
  return secondMs + fractionMs(fraction);
};

/** A fraction of a second, of which microseconds count. */
const fractionMs = (fraction: string): number =>
  fraction.length === 3 ? Number(fraction) : Number(fraction.slice(0, 6).padEnd(6, '0')) / 1000;

/** What stands before and after the fraction of the second that was read last: most lines are of the same one. */
let latest = { before: '\0', after: '', secondMs: 0 };

const timeInSecond = (text: string): number | undefined => {
  const { before, after, secondMs } = latest;
  if (!text.startsWith(before) || !text.endsWith(after)) return undefined;
  const fraction = text.slice(before.length, text.length - after.length);
  return /^\d{1,9}$/.test(fraction) ? secondMs + fractionMs(fraction) : undefined;
};

/** Numbers are seconds or, from 1e11 on (the year 5138 in seconds, 1973 in milliseconds), milliseconds, micro- or nanoseconds. */
export const timeOfNumber = (value: number): number | undefined => {
  if (!(value > 0)) return undefined;
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
};

const expandYear = (text: string): string =>
  shortYear.test(text) ? text.replace(shortYear, '20$1-$2-$3 $4:$5:$6') : text;

const isoZone = (zone: string | undefined): string => {
  if (zone === undefined) return '';
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 'Z';
  if (zone.includes(':')) return zone;
  return zone.length === 3 ? `${zone}:00` : `${zone.slice(0, 3)}:${zone.slice(3)}`;
};
