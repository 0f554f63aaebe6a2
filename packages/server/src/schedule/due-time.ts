import { lastDueMs, nextDueMs, type Schedule } from './due-times.ts';

/** A time at which a run should have started, and until when a start counts for it. */
export interface DueTime {
  readonly dueAtMs: number;
  /** Schedulers and clocks are a little early at times. */
  readonly fromMs: number;
  /** From here on a start counts for the next due time. */
  readonly untilMs: number;
}

const minuteMs = 60_000;
/** A start is never early by more than half of the time between two due times. */
const mostOfWidth = 1 / 2;
const usuallyEarlyMs = minuteMs;
/** What is due seldom may be started a few minutes early. */
const mostEarlyMs = 5 * minuteMs;
const earlyOfWidth = 1 / 24;

export const dueTimeOf = (schedule: Schedule, dueAtMs: number): DueTime =>
  dueTimeBefore(dueAtMs, nextDueMs(schedule, dueAtMs));

/** The due time that is followed by another at `nextMs`. */
export const dueTimeBefore = (dueAtMs: number, nextMs = Number.MAX_SAFE_INTEGER): DueTime => {
  const widthMs = nextMs - dueAtMs;
  const seldomMs = Math.min(mostEarlyMs, widthMs * earlyOfWidth);
  const earlyMs = Math.min(widthMs * mostOfWidth, Math.max(usuallyEarlyMs, seldomMs));
  return { dueAtMs, fromMs: dueAtMs - earlyMs, untilMs: nextMs - earlyMs };
};

/** The due time that a start counts for; undefined when there is none before it, or the schedule cannot be read. */
export const dueTimeAt = (schedule: Schedule, startedAtMs: number): DueTime | undefined => {
  const nextMs = nextDueMs(schedule, startedAtMs);
  const next = nextMs === undefined ? undefined : dueTimeOf(schedule, nextMs);
  if (next !== undefined && isWithin(next, startedAtMs)) return next;
  const lastMs = lastDueMs(schedule, startedAtMs);
  return lastMs === undefined ? undefined : dueTimeOf(schedule, lastMs);
};

export const isWithin = ({ fromMs, untilMs }: DueTime, startedAtMs: number): boolean =>
  fromMs <= startedAtMs && startedAtMs < untilMs;
