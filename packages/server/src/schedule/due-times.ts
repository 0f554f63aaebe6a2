import { Cron } from 'croner';

/** When something is due: a cron expression read in a time zone (UTC when none is said). */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string | null;
}

const mostKnown = 1_000;
const known = new Map<string, Cron | undefined>();

/** First time due after `afterMs`; undefined when there is none or the schedule cannot be read. */
export const nextDueMs = (schedule: Schedule, afterMs: number): number | undefined =>
  cronOf(schedule)?.nextRun(new Date(afterMs))?.getTime();

/** Last time due at or before `atMs`. */
export const lastDueMs = (schedule: Schedule, atMs: number): number | undefined =>
  cronOf(schedule)
    ?.previousRuns(1, new Date(atMs + 1_000))[0]
    ?.getTime();

/** First time after `afterMs` at which the clocks of the time zone show `HH:MM`; undefined when that is no time. */
export const nextClockTimeMs = (time: string, timeZone: string | null, afterMs: number): number | undefined => {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hour === undefined
    ? undefined
    : nextDueMs({ cron: `${Number(minute)} ${Number(hour)} * * *`, timeZone }, afterMs);
};

/** Reading a schedule costs more than asking it; senders choose them, so only so many are kept. */
const cronOf = ({ cron, timeZone }: Schedule): Cron | undefined => {
  const key = `${timeZone ?? ''} ${cron}`;
  if (known.has(key)) return known.get(key);
  if (known.size >= mostKnown) known.clear();
  const read = readCron(cron, timeZone ?? 'UTC');
  known.set(key, read);
  return read;
};

const readCron = (cron: string, timezone: string): Cron | undefined => {
  try {
    const read = new Cron(cron, { timezone, mode: '5-or-6-parts' });
    read.nextRun();
    return read;
  } catch {
    return undefined;
  }
};
