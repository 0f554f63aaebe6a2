const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options);
const clock = part({ hour: '2-digit', minute: '2-digit' });
const exactClock = part({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const date = part({ day: 'numeric', month: 'short' });
const dateWithYear = part({ day: 'numeric', month: 'short', year: 'numeric' });

const isSameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** Nothing for today, `yesterday`, `tomorrow`, `21 Nov`, `21 Nov 2025`; local time. */
const dayOf = (moment: Date, today: Date): string => {
  const dayFromToday = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
  if (isSameDay(moment, today)) return '';
  if (isSameDay(moment, dayFromToday(-1))) return 'yesterday';
  if (isSameDay(moment, dayFromToday(1))) return 'tomorrow';
  return (moment.getFullYear() === today.getFullYear() ? date : dateWithYear).format(moment);
};

/** `02:13`, `yesterday 02:13`, `21 Nov 02:13`. */
export const formatMoment = (at: number, now: number): string => {
  const moment = new Date(at);
  return `${dayOf(moment, new Date(now))} ${clock.format(moment)}`.trim();
};

/** `at 02:13`, `yesterday at 02:13`, `on 21 Nov at 02:13`: for sentences. */
export const sayMoment = (at: number, now: number): string => {
  const moment = new Date(at);
  const day = dayOf(moment, new Date(now));
  const on = /\d/u.test(day) ? `on ${day}` : day;
  return `${on} at ${clock.format(moment)}`.trim();
};

/** `02:13`, whatever the day. */
export const formatClock = (at: number): string => clock.format(new Date(at));

/** `02:13:05.120`, with the date before it when it is not today, and the year when it is not this one; local time. */
export const formatExactMoment = (at: number, now: number): string => {
  const [moment, today] = [new Date(at), new Date(now)];
  const time = exactClock.format(moment);
  if (isSameDay(moment, today)) return time;
  return `${(moment.getFullYear() === today.getFullYear() ? date : dateWithYear).format(moment)} ${time}`;
};

/** Characters the widest of some exact moments takes, so that a column of them has one width. Formats none: there may be thousands. */
export const exactMomentWidth = (ats: readonly number[], now: number): number => {
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
