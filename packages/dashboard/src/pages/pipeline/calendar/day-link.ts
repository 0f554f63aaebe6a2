import type { CalendarDay } from '@sightglass/model/rest';
import type { LinkProps } from '@tanstack/react-router';

/** Where the runs of a day are listed. */
export type RunsOfDay = (day: CalendarDay) => Pick<LinkProps, 'to' | 'search'>;

/** Whether a list of its runs would hold any: those that were missed are among them. */
export const hasRuns = ({ runs, missed }: CalendarDay): boolean => runs + missed > 0;

const dates = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `Tue 24 Nov 2026` */
export const dateWords = ({ date }: CalendarDay): string =>
  dates.format(Date.parse(`${date}T00:00:00Z`)).replace(',', '');

export const dayWords = (day: CalendarDay): string => `${dateWords(day)}: ${day.words}`;
