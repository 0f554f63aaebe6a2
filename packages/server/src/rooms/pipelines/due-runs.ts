import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { RunStart, ScheduledPipeline } from './facts.ts';
import { type DueTime, dueTimeBefore, isWithin } from '../../schedule/due-time.ts';
import { nextDueMs, type Schedule } from '../../schedule/due-times.ts';

export interface DueRun extends DueTime {
  readonly pipeline: ScheduledPipeline;
}

const minuteMs = 60_000;
/** How late a run may start before it counts as missed, unless configured; less where the next is due sooner. */
export const usualGraceMs = 10 * minuteMs;
/** Due times are judged while they are this young. */
const judgedForMs = 3 * 60 * minuteMs;
/** The same of a pipeline with a grace of its own. */
export const judgedFor = (graceMs: number): number => judgedForMs + Math.max(0, graceMs - usualGraceMs);
/** A pipeline nobody runs any more is reported missed for so many due times after its last run. */
const mostInARow = 100;
const mostAtOnce = 400;

/** Runs that were due, could have been received, and did not start. `starts` holds the runs of the last `judgedFor` the longest grace, newest first. */
export const dueRuns = (
  pipelines: readonly ScheduledPipeline[],
  starts: readonly RunStart[],
  receptionTime: ReceptionTime,
): DueRun[] => {
  const byPipeline = Map.groupBy(starts, keyOf);
  return pipelines.flatMap((pipeline) =>
    missedOf(pipeline, byPipeline.get(keyOf(pipeline)) ?? [], receptionTime).map((due) => ({ ...due, pipeline })),
  );
};

const missedOf = (
  pipeline: ScheduledPipeline,
  starts: readonly RunStart[],
  receptionTime: ReceptionTime,
): DueTime[] => {
  const { graceMs = usualGraceMs, calendar, timeZone } = pipeline;
  const schedule = { cron: pipeline.schedule, timeZone, calendar };
  const sinceMs = Math.max(receptionTime.receivedUntilMs - judgedFor(graceMs), declaredSinceMs(pipeline, starts));
  const missed = dueTimes(schedule, sinceMs, receptionTime.receivedUntilMs).filter(
    (due) =>
      judgedAtMs(due, graceMs) <= receptionTime.receivedUntilMs &&
      couldBeReceived(due, judgedAtMs(due, graceMs), receptionTime) &&
      !starts.some((start) => countsFor(due, start)),
  );
  if (missed.length === 0) return [];
  const lastReportedMs = dueAfterMs(schedule, pipeline.lastStartedAtMs, mostInARow) ?? Number.MAX_SAFE_INTEGER;
  return missed.filter(({ dueAtMs }) => dueAtMs <= lastReportedMs);
};

/** The due time that comes `count` due times after `sinceMs`; undefined when there are not so many. */
const dueAfterMs = (schedule: Schedule, sinceMs: number, count: number): number | undefined => {
  let atMs: number | undefined = sinceMs;
  for (let due = 0; due < count && atMs !== undefined; due += 1) atMs = nextDueMs(schedule, atMs);
  return atMs;
};

/** What is due in (sinceMs, untilMs]. */
const dueTimes = (schedule: Schedule, sinceMs: number, untilMs: number): DueTime[] => {
  const found: DueTime[] = [];
  let dueAtMs = nextDueMs(schedule, sinceMs);
  while (dueAtMs !== undefined && dueAtMs <= untilMs && found.length < mostAtOnce) {
    const nextMs = nextDueMs(schedule, dueAtMs);
    found.push(dueTimeBefore(dueAtMs, nextMs));
    dueAtMs = nextMs;
  }
  return found;
};

/** Whether a run may have started for it. */
export const countsFor = (
  due: DueTime,
  { startedAtMs, possibleStartsMs = [startedAtMs] }: Pick<RunStart, 'startedAtMs' | 'possibleStartsMs'>,
): boolean => possibleStartsMs.some((atMs) => isWithin(due, atMs));

const judgedAtMs = ({ dueAtMs, untilMs }: DueTime, graceMs: number): number => Math.min(dueAtMs + graceMs, untilMs);

const couldBeReceived = (due: DueTime, judgedMs: number, { gaps, receivedSinceMs = 0 }: ReceptionTime): boolean =>
  receivedSinceMs <= due.fromMs && gaps.every(({ fromMs, toMs }) => toMs <= due.fromMs || fromMs >= judgedMs);

/** Since when the schedule in force is known to be: the oldest start in a row that declared it. */
const declaredSinceMs = (
  { schedule, timeZone, lastStartedAtMs, sinceMs }: ScheduledPipeline,
  starts: readonly RunStart[],
): number => {
  if (sinceMs !== undefined) return sinceMs;
  const others = starts.findIndex((start) => start.schedule !== schedule || start.timeZone !== timeZone);
  const own = others === -1 ? starts : starts.slice(0, others);
  return own.at(-1)?.startedAtMs ?? lastStartedAtMs;
};

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  JSON.stringify([namespace, name]);
