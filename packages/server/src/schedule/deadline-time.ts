import type { DeadlineRule } from '@sightglass/model/schedule';
import { dateIn } from './calendar.ts';
import { nextClockTimeMs } from './due-times.ts';

const dayMs = 24 * 3_600_000;

/** When the deadline of what was due then is over; undefined when the time zone cannot be read. */
export const deadlineMs = (rule: DeadlineRule, timeZone: string | null, dueAtMs: number): number | undefined => {
  if (rule.kind === 'after') return dueAtMs + rule.ms;
  if (rule.days === null) return nextClockTimeMs(rule.time, timeZone, dueAtMs);
  const wantedDay = dayOf(dueAtMs, timeZone);
  if (wantedDay === undefined) return undefined;
  const dayBeforeMs = dueAtMs + (rule.days - 2) * dayMs;
  let atMs = nextClockTimeMs(rule.time, timeZone, dayBeforeMs);
  while (atMs !== undefined && (dayOf(atMs, timeZone) ?? 0) < wantedDay + rule.days)
    atMs = nextClockTimeMs(rule.time, timeZone, atMs);
  return atMs;
};

/** Days since 1970 as the clocks of the time zone show it. */
const dayOf = (atMs: number, timeZone: string | null): number | undefined => {
  const date = dateIn(timeZone, atMs);
  return date === undefined ? undefined : Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
};
