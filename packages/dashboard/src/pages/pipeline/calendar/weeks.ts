import type { CalendarDay } from '@sightglass/model/rest';

export interface Week {
  /** Monday first; null of a day that is still to come. */
  readonly days: readonly (CalendarDay | null)[];
  /** The month that begins in it: `Nov`. */
  readonly month: string | null;
}

const monthOf = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`));

/** Days from a Monday on, by weeks. Pure. */
export const weeksOf = (days: readonly CalendarDay[]): Week[] =>
  Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    const own = Array.from({ length: 7 }, (__, day) => days[week * 7 + day] ?? null);
    const first = own.find((day) => day?.date.endsWith('-01'));
    return { days: own, month: first ? monthOf(first.date) : null };
  });

/** So many weeks are shown at least. */
const leastWeeks = 8;

/** Without the weeks at its beginning in which the pipeline had not run yet. Pure. */
export const sinceFirstRun = (weeks: readonly Week[]): readonly Week[] => {
  const first = weeks.findIndex(({ days }) => days.some((day) => day !== null && day.shown.id !== 'before'));
  return weeks.slice(Math.max(0, Math.min(first, weeks.length - leastWeeks)));
};

const dayMs = 86_400_000;

/** The Monday so many weeks before that of a date, as a date. Pure. */
export const mondayBefore = (date: string, weeks: number): string => {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  const sinceMonday = (new Date(atMs).getUTCDay() + 6) % 7;
  return new Date(atMs - (sinceMonday + 7 * weeks) * dayMs).toISOString().slice(0, 10);
};
