/** Reads one text in `bytes[start, end)` as milliseconds since 1970; NaN when it does not fit. */
export type InstantReader = (bytes: Uint8Array, start: number, end: number) => number;

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';
type Step = { readonly part: Part; readonly digits: number } | { readonly literal: number };

export class DateFormatError extends Error {
  readonly code = 'DATE_FORMAT_INVALID';
}

const partOf: Readonly<Record<string, readonly [Part, number]>> = {
  '%Y': ['year', 4],
  '%m': ['month', 2],
  '%d': ['day', 2],
  '%H': ['hour', 2],
  '%M': ['minute', 2],
  '%S': ['second', 2],
  '%f': ['fraction', 0],
  yyyy: ['year', 4],
  YYYY: ['year', 4],
  MM: ['month', 2],
  dd: ['day', 2],
  DD: ['day', 2],
  HH: ['hour', 2],
  mm: ['minute', 2],
  ss: ['second', 2],
  SSS: ['fraction', 0],
};
const token = /%[a-zA-Z]|yyyy|YYYY|MM|dd|DD|HH|mm|ss|SSS|'([^']*)'|[\s\S]/gu;

/** `%d.%m.%Y` as in strptime, or `dd.MM.yyyy` as in Java and ODCS. Raises {@link DateFormatError}. */
export const datePattern = (format: string): InstantReader => {
  const steps = [...format.matchAll(token)].flatMap(([text, quoted]) => stepsOf(format, text, quoted));
  if (!steps.some((step) => 'part' in step)) {
    throw new DateFormatError(`date format «${format}» holds no part of a date; write it like %d.%m.%Y or dd.MM.yyyy`);
  }
  return (bytes, start, end) => readSteps(steps, bytes, start, end);
};

const stepsOf = (format: string, text: string, quoted: string | undefined): Step[] => {
  const known = partOf[text];
  if (known !== undefined) return [{ part: known[0], digits: known[1] }];
  if (/^%|^[A-Za-z]$/u.test(text) && text !== 'T' && text !== 'Z') {
    throw new DateFormatError(
      `date format «${format}»: «${text}» is not known; use %Y %m %d %H %M %S %f or yyyy MM dd HH mm ss SSS`,
    );
  }
  return [...Buffer.from(quoted ?? text)].map((literal) => ({ literal }));
};

const mostFraction = 9;

const readSteps = (steps: readonly Step[], bytes: Uint8Array, start: number, end: number): number => {
  const parts = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: 0 };
  let at = start;
  for (const step of steps) {
    if ('literal' in step) {
      if (at >= end || bytes[at] !== step.literal) return Number.NaN;
      at += 1;
      continue;
    }
    let [value, digits] = [0, 0];
    const most = step.digits === 0 ? mostFraction : step.digits;
    for (; digits < most && at < end && bytes[at]! >= 48 && bytes[at]! <= 57; digits += 1, at += 1)
      value = value * 10 + bytes[at]! - 48;
    if (digits === 0 || (step.digits !== 0 && digits !== step.digits)) return Number.NaN;
    parts[step.part] = step.part === 'fraction' ? Math.floor((value / 10 ** digits) * 1000) : value;
  }
  if (at !== end || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return Number.NaN;
  const days = daysOf(parts.year, parts.month, parts.day);
  return days * 86_400_000 + parts.hour * 3_600_000 + parts.minute * 60_000 + parts.second * 1000 + parts.fraction;
};

const monthDays = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** The calendar repeats after so many. */
const cycleYears = 400;
const cycleDays = 146_097;

/** Days since 1970 (Hinnant, days_from_civil), in whole numbers, which divide faster; NaN when there is no such day. */
export const daysOf = (year: number, month: number, day: number): number => {
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > monthDays[month]! + (month === 2 && isLeap ? 1 : 0)) return Number.NaN;
  const shifted = year + cycleYears - (month <= 2 ? 1 : 0);
  const era = (shifted / cycleYears) | 0;
  const yearOfEra = shifted - era * cycleYears;
  const dayOfYear = (((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear;
  return (era - 1) * cycleDays + dayOfEra - 719_468;
};
