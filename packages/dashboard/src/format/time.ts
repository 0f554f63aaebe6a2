import { isSameDay, timeWords } from '@sightglass/model';

const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options);
const exactClock = part({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const date = part({ day: 'numeric', month: 'short' });
const dateWithYear = part({ day: 'numeric', month: 'short', year: 'numeric' });

/** `02:13`, `yesterday 02:13`, `21 Nov 02:13`; local time. */
export const formatTime = (at: number, now: number): string => timeWords(at, { nowMs: now });

/** `02:13:05.120`, with the date before it when it is not today, and the year when it is not this one; local time. */
export const formatExactTime = (at: number, now: number): string => {
  const [then, today] = [new Date(at), new Date(now)];
  const time = exactClock.format(then);
  if (isSameDay(at, now)) return time;
  return `${(then.getFullYear() === today.getFullYear() ? date : dateWithYear).format(then)} ${time}`;
};

/** Characters the widest of some exact times takes, so that a column of them has one width. Formats none: there may be thousands. */
export const exactTimeWidth = (ats: readonly number[], now: number): number => {
  const today = new Date(now);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const isWithin = (from: Date, to: Date) => ats.every((at) => at >= from.getTime() && at < to.getTime());
  if (isWithin(new Date(year, month, day), new Date(year, month, day + 1))) return '02:13:05.120'.length;
  const isThisYear = isWithin(new Date(year, 0), new Date(year + 1, 0));
  return (isThisYear ? '30 Sept 02:13:05.120' : '30 Sept 2026 02:13:05.120').length;
};

/** `2026-11-23 02:13:05 UTC`: what a local time shows on hover. */
export const formatUtc = (at: number | string): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
