import { dayMs, dayOf, minuteMs, weekdayOf } from '../times.ts';

/** When a pipeline is due, in UTC: all day long, or once on some days of the week. */
export type Timetable =
  | { readonly everyMinutes: number; readonly offsetMinutes: number }
  | { readonly atMinuteOfDay: number; readonly weekdays?: readonly number[] };

/** The due times in (fromMs, untilMs], oldest first. */
export const dueTimesBetween = (timetable: Timetable, fromMs: number, untilMs: number): number[] => {
  if ('everyMinutes' in timetable) {
    const { everyMinutes, offsetMinutes } = timetable;
    const [stepMs, offsetMs] = [everyMinutes * minuteMs, offsetMinutes * minuteMs];
    const first = Math.floor((fromMs - offsetMs) / stepMs) + 1;
    const count = Math.floor((untilMs - offsetMs) / stepMs) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => Math.round((first + index) * stepMs + offsetMs));
  }
  const { atMinuteOfDay, weekdays } = timetable;
  const found: number[] = [];
  for (let dayAtMs = dayOf(fromMs); dayAtMs <= untilMs; dayAtMs += dayMs) {
    const dueMs = dayAtMs + atMinuteOfDay * minuteMs;
    const isDay = weekdays === undefined || weekdays.includes(weekdayOf(dueMs));
    if (isDay && dueMs > fromMs && dueMs <= untilMs) found.push(dueMs);
  }
  return found;
};

/** The timetable as cron writes it; undefined of one that cron has no words for. */
export const cronOf = (timetable: Timetable): string | undefined => {
  if ('atMinuteOfDay' in timetable) {
    const { atMinuteOfDay, weekdays } = timetable;
    return `${atMinuteOfDay % 60} ${Math.floor(atMinuteOfDay / 60)} * * ${weekdays?.join(',') ?? '*'}`;
  }
  const { everyMinutes, offsetMinutes } = timetable;
  if (!Number.isInteger(offsetMinutes)) return undefined;
  if (everyMinutes < 60 && 60 % everyMinutes === 0) return `${stepsOf(offsetMinutes, everyMinutes, 59)} * * * *`;
  const hours = everyMinutes / 60;
  if (!Number.isInteger(hours) || 24 % hours !== 0) return undefined;
  return `${offsetMinutes % 60} ${stepsOf(Math.floor(offsetMinutes / 60), hours, 23)} * * *`;
};

/** `*`, `*\/20` or `5-59/20`: not every reader of cron knows `5/20`. */
const stepsOf = (offset: number, every: number, last: number): string => {
  const from = offset % every;
  if (every === 1) return '*';
  return `${from === 0 ? '*' : `${from}-${last}`}/${every}`;
};
