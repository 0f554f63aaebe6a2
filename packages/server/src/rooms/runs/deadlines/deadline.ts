import type { RunDeadline } from '@sightglass/model/rest';
import { readDeadline } from '@sightglass/model/schedule';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { deadlineMs } from '../../../schedule/deadline-time.ts';
import { type DueTime, dueTimeAt, dueTimeOf, isWithin } from '../../../schedule/due-time.ts';
import { certainlyBehindMs } from '../clock-lag.ts';
import type { RunFacts, RunFinish } from '../facts.ts';

type Facts = Pick<RunFacts, 'startedAtMs' | 'schedule' | 'timeZone' | 'deadline' | 'isMissed'> &
  Partial<Pick<RunFacts, 'trigger' | 'clockLag' | 'calendar' | 'deadlineSinceMs'>> & {
    readonly finish: Pick<RunFinish, 'state' | 'atMs'> | undefined;
  };

/** Another run of the pipeline that succeeded. */
export interface OtherSuccess {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;

/**
 * How a run stands to the deadline of the due time it belongs to; to that of its start when it has no schedule. Any run of that due time
 * meets it for all of them. Null when none is declared, or its times were first read after the due time, and for a run nobody waits for:
 * the deadline was met before it started, or the due time is long past.
 */
export const deadlineOf = (
  run: Facts,
  { receivedUntilMs }: Pick<ReceptionTime, 'receivedUntilMs'>,
  others: readonly OtherSuccess[] = [],
): RunDeadline | null => {
  const rule = run.deadline === null ? undefined : readDeadline(run.deadline.trim());
  if (rule === undefined) return null;
  const { startedAtMs, finishedAtMs } = timesOf(run);
  const due = run.schedule === null ? undefined : dueOf(run, run.schedule, startedAtMs);
  if (due !== undefined && due.dueAtMs < (run.deadlineSinceMs ?? 0)) return null;
  const atMs = deadlineMs(rule, run.timeZone, due?.dueAtMs ?? startedAtMs);
  if (atMs === undefined) return null;
  const as = (state: RunDeadline['state']): RunDeadline => ({ at: new Date(atMs).toISOString(), state });

  const endsMs = others
    .filter((other) => due !== undefined && isWithin(due, other.startedAtMs))
    .map((other) => other.finishedAtMs);
  const metAtMs = Math.min(...endsMs, finishedAtMs ?? Infinity);
  if (metAtMs <= atMs) return startedAtMs < metAtMs || finishedAtMs === metAtMs ? as('met') : null;
  if (due !== undefined && !run.isMissed && isUnplanned(run, due, { startedAtMs, atMs })) return null;
  return as(finishedAtMs !== undefined || receivedUntilMs > atMs ? 'missed' : 'due');
};

/** The time in which starts count for the same due time as this run; undefined when no other run can meet its deadline. */
export const dueTimeOfRun = (run: Facts): DueTime | undefined =>
  run.deadline === null || run.schedule === null ? undefined : dueOf(run, run.schedule, timesOf(run).startedAtMs);

const dueOf = ({ timeZone, calendar, isMissed }: Facts, cron: string, startedAtMs: number): DueTime | undefined => {
  const schedule = { cron, timeZone, calendar };
  return isMissed ? dueTimeOf(schedule, startedAtMs) : dueTimeAt(schedule, startedAtMs);
};

/** By our clock; when it finished only if it succeeded. */
const timesOf = (run: Facts): { startedAtMs: number; finishedAtMs: number | undefined } => {
  const { startedAtMs, finish, clockLag = null } = run;
  const behindMs = certainlyBehindMs(clockLag);
  return {
    startedAtMs: startedAtMs + behindMs,
    finishedAtMs: finish?.state === 'succeeded' ? finish.atMs + behindMs : undefined,
  };
};

/** Started after the deadline, and not because of it: by a person, or nearer to the next due time, or more than a day late. */
const isUnplanned = (
  { trigger }: Facts,
  { dueAtMs, untilMs }: DueTime,
  { startedAtMs, atMs }: { startedAtMs: number; atMs: number },
): boolean => {
  if (startedAtMs <= atMs) return false;
  const lateMs = startedAtMs - dueAtMs;
  return trigger === 'manual' || lateMs > dayMs || lateMs > Math.max(10 * minuteMs, (untilMs - dueAtMs) / 2);
};
