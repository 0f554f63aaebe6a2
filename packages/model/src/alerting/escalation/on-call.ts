import { localTime } from '../local-time.ts';

/** Who is on call when: people in turn, by the clock of a place. */
export interface OnCallSchedule {
  readonly name: string;
  readonly timeZone: string;
  /** In their order. */
  readonly people: readonly string[];
  /** Day of the first hand-over, as whole days since 1970-01-01; before it nobody is on call. */
  readonly fromDay: number;
  /** Time of day at which it is handed over, in minutes after midnight. */
  readonly handOverMinute: number;
  readonly everyDays: number;
  /** Only then somebody is on call; always unless given. */
  readonly hours?: OnCallHours;
  readonly overrides: readonly OnCallOverride[];
}

export interface OnCallHours {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  /** Not part of it; up to 1440. */
  readonly untilMinute: number;
}

/** Somebody instead of whose turn it is; unix ms. Of several the last counts. */
export interface OnCallOverride {
  readonly person: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

const dayMinutes = 24 * 60;

/**
 * Who is on call at that time; undefined: nobody. A day later at 09:00 is 09:00, whatever the clocks did in the night: turns are counted in
 * days of the calendar.
 */
export const onCallAt = (schedule: OnCallSchedule, atMs: number): string | undefined => {
  const override = schedule.overrides.findLast(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  if (override !== undefined) return override.person;
  const { people, fromDay, handOverMinute, everyDays, hours, timeZone } = schedule;
  const { dayNumber, day, minute } = localTime(timeZone, atMs);
  if (hours !== undefined && !isWithin(hours, day, minute)) return undefined;
  const minutes = (dayNumber - fromDay) * dayMinutes + minute - handOverMinute;
  if (minutes < 0) return undefined;
  return people[Math.floor(minutes / (everyDays * dayMinutes)) % people.length];
};

const isWithin = ({ days, fromMinute, untilMinute }: OnCallHours, day: number, minute: number): boolean =>
  days.includes(day) && minute >= fromMinute && minute < untilMinute;
