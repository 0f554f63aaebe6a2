import { type CronReading, readCron } from '@sightglass/model/schedule';
import { type Calendar, isDayOff } from './calendar.ts';
import { isSecondTime } from './repeated-hour.ts';

type Cron = NonNullable<CronReading['cron']>;

/** When something is due: a cron expression read in a time zone (UTC when none is said). */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string | null;
  /** On which days it holds; on all without one. */
  readonly calendar?: Calendar | null | undefined;
}

interface ReadSchedule {
  readonly cron: Cron;
  /** Names its hours and minutes: where clocks are put back, cron runs it once. Others (`*` as hour or minute) run all the time. */
  readonly isFixed: boolean;
}

const mostKnown = 1_000;
const known = new Map<string, ReadSchedule | undefined>();

/** First time due after `afterMs`; undefined when there is none or the schedule cannot be read. */
export const nextDueMs = (schedule: Schedule, afterMs: number): number | undefined =>
  firstThatCounts(schedule, {
    find: (cron, sinceMs = afterMs) => cron.nextRun(new Date(sinceMs)),
    leaveDay: (atMs) => (nextDueMs({ ...midnight, timeZone: schedule.timeZone }, atMs) ?? atMs) - secondMs,
  });

/** Last time due at or before `atMs`. */
export const lastDueMs = (schedule: Schedule, atMs: number): number | undefined =>
  firstThatCounts(schedule, {
    find: (cron, beforeMs = atMs + secondMs) => cron.previousRuns(1, new Date(beforeMs))[0],
    leaveDay: (foundMs) => lastDueMs({ ...midnight, timeZone: schedule.timeZone }, foundMs) ?? foundMs,
  });

const secondMs = 1_000;
const midnight = { cron: '0 0 * * *' };
/** A schedule whose days are all off is never due. */
const mostTries = 500;

interface Search {
  /** Goes on from where it left off. */
  readonly find: (cron: Cron, fromMs?: number) => Date | null | undefined;
  /** From where on another day is found. */
  readonly leaveDay: (atMs: number) => number;
}

/** The first time found on a day that counts, which the clocks do not show for the second time. */
const firstThatCounts = (schedule: Schedule, { find, leaveDay }: Search): number | undefined => {
  const read = readSchedule(schedule);
  if (read === undefined) return undefined;
  const { timeZone, calendar } = schedule;
  let foundMs = find(read.cron)?.getTime();
  for (let tries = 0; foundMs !== undefined && tries < mostTries; tries += 1) {
    if (calendar && isDayOff(calendar, timeZone, foundMs)) foundMs = find(read.cron, leaveDay(foundMs))?.getTime();
    else if (timeZone !== null && read.isFixed && isSecondTime(foundMs, timeZone))
      foundMs = find(read.cron, foundMs)?.getTime();
    else return foundMs;
  }
  return undefined;
};

/** First time after `afterMs` at which the clocks of the time zone show `HH:MM`; undefined when that is no time. */
export const nextClockTimeMs = (time: string, timeZone: string | null, afterMs: number): number | undefined => {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hour === undefined
    ? undefined
    : nextDueMs({ cron: `${Number(minute)} ${Number(hour)} * * *`, timeZone }, afterMs);
};

/** Reading a schedule costs more than asking it; senders choose them, so only so many are kept. */
const readSchedule = ({ cron: expression, timeZone }: Schedule): ReadSchedule | undefined => {
  const key = `${timeZone ?? ''} ${expression}`;
  if (known.has(key)) return known.get(key);
  if (known.size >= mostKnown) known.clear();
  const { cron } = readCron(expression, timeZone ?? 'UTC');
  const read = cron === undefined ? undefined : { cron, isFixed: isFixed(expression) };
  known.set(key, read);
  return read;
};

const isFixed = (expression: string): boolean => {
  const fields = expression.trim().split(/\s+/);
  const [minute = '*', hour = '*'] = fields.slice(-5);
  return fields.length > 1 && !minute.startsWith('*') && !hour.startsWith('*');
};
