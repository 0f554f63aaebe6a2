import { daysOf } from './calendar.ts';
import { amOrPm, byte, fraction, month, number, type Step, zone } from './date-steps.ts';

/** Reads one text in `bytes[start, end)` as milliseconds since 1970; NaN when it does not fit. */
export type InstantReader = (bytes: Uint8Array, start: number, end: number) => number;

export class DateFormatError extends Error {
  readonly code = 'DATE_FORMAT_INVALID';
}

/** Of strptime, which does not insist on leading zeros (POSIX), and of Java's DateTimeFormatter. */
const stepOf: Readonly<Record<string, Step>> = {
  '%Y': number('year', 4, 4),
  '%y': number('year', 2, 2, (year) => year + (year < 69 ? 2000 : 1900)),
  '%m': number('month', 1, 2),
  '%b': month,
  '%B': month,
  '%d': number('day', 1, 2),
  '%H': number('hour', 1, 2),
  '%I': number('hour', 1, 2),
  '%p': amOrPm,
  '%M': number('minute', 1, 2),
  '%S': number('second', 1, 2),
  '%f': fraction,
  '%z': zone,
  yyyy: number('year', 4, 4),
  uuuu: number('year', 4, 4),
  YYYY: number('year', 4, 4),
  yy: number('year', 2, 2, (year) => year + 2000),
  MMMM: month,
  MMM: month,
  MM: number('month', 2, 2),
  M: number('month', 1, 2),
  dd: number('day', 2, 2),
  DD: number('day', 2, 2),
  d: number('day', 1, 2),
  HH: number('hour', 2, 2),
  H: number('hour', 1, 2),
  hh: number('hour', 2, 2),
  h: number('hour', 1, 2),
  a: amOrPm,
  mm: number('minute', 2, 2),
  m: number('minute', 1, 2),
  ss: number('second', 2, 2),
  s: number('second', 1, 2),
  XXX: zone,
  XX: zone,
  X: zone,
  Z: zone,
};
const known = '%Y %y %m %b %d %H %I %p %M %S %f %z or yyyy yy MM MMM M dd d HH H hh h a mm ss SSS XXX';

/** A letter again and again is one word, but `T` between a date and a time stands for itself. */
const token = /%[\s\S]?|'([^']*)'|([A-Za-z])\2*|[\s\S]/gu;

/** `%d.%m.%Y` as in strptime, or `dd.MM.yyyy` as in Java and ODCS. Raises {@link DateFormatError}. */
export const datePattern = (format: string): InstantReader => {
  const steps = [...format.matchAll(token)].flatMap(([text, quoted]) => stepsOf(format, text, quoted));
  if (!steps.some(({ part }) => part !== 'none')) {
    throw new DateFormatError(`date format "${format}" holds no part of a date; write it like %d.%m.%Y or dd.MM.yyyy`);
  }
  return (bytes, start, end) => readSteps(steps, bytes, start, end);
};

const stepsOf = (format: string, text: string, quoted: string | undefined): Step[] => {
  if (text === '%%' || text === "''") return [byte(text.codePointAt(0)!)];
  if (quoted !== undefined) return bytesOf(quoted);
  const step = /^S{1,9}$/u.test(text) ? fraction : stepOf[text];
  if (step !== undefined) return [step];
  if (/^(?:%|[A-Za-z])/u.test(text) && text !== 'T') {
    throw new DateFormatError(`date format "${format}": "${text}" is not known; use ${known}`);
  }
  return bytesOf(text);
};

const bytesOf = (text: string): Step[] => [...Buffer.from(text)].map(byte);

const readSteps = (steps: readonly Step[], bytes: Uint8Array, start: number, end: number): number => {
  const read = {
    none: 0,
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    half: -1,
    minute: 0,
    second: 0,
    ms: 0,
    zoneMinutes: 0,
  };
  let at = start;
  for (const step of steps) {
    at = step.read(bytes, at, end, read);
    if (at < 0) return Number.NaN;
  }
  const hour = read.half < 0 ? read.hour : hourOfDay(read.hour, read.half);
  if (at !== end || !(hour <= 23) || read.minute > 59 || read.second > 60) return Number.NaN;
  const minutes = hour * 60 + read.minute - read.zoneMinutes;
  return daysOf(read.year, read.month, read.day) * 86_400_000 + minutes * 60_000 + read.second * 1000 + read.ms;
};

/** 12 AM is midnight, 12 PM noon; NaN for no hour of a clock's half. */
const hourOfDay = (hour: number, half: number): number =>
  hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + half * 12;
