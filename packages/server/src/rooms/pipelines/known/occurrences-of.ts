import { runVerdictOf } from '@sightglass/model';
import { type CountedRun, judgeOccurrence, type Occurrence } from '@sightglass/model/alerting';
import { readDeadline } from '@sightglass/model/schedule';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { deadlineMs } from '../../../schedule/deadline-time.ts';
import { type DueTime, dueTimeOf, isWithin } from '../../../schedule/due-time.ts';
import { lastDueMs } from '../../../schedule/due-times.ts';
import type { BareRun } from '../../runs/run-view.ts';
import { usualGraceMs } from '../due-runs.ts';
import { type ReadPipeline, viewOf } from './read-pipeline.ts';

/** An earlier due time changes no more, but for a run that turns up late. */
const latest = 3;
/** Due times are whole seconds. */
const secondMs = 1_000;

/** How the latest due times of a pipeline stand, newest first; none without a schedule, and none from before its first run that is known. Pure. */
export const occurrencesOf = (read: ReadPipeline, now: ReceptionTime): Occurrence[] => {
  const { schedule, timeZone, calendar, deadline, graceMs = usualGraceMs } = read.settings;
  if (schedule === null) return [];
  const times = { cron: schedule, timeZone, calendar };
  const runs = read.runs.map((run) => viewOf(run, now).run);
  const firstMs = Math.min(...runs.map(startOf));
  const rule = deadline === null ? undefined : readDeadline(deadline.trim());
  const found: Occurrence[] = [];
  let dueAtMs = lastDueMs(times, now.nowMs);
  while (dueAtMs !== undefined && found.length < latest) {
    const due = dueTimeOf(times, dueAtMs);
    if (due.untilMs <= firstMs) break;
    const deadlineAtMs = rule === undefined ? null : (deadlineMs(rule, timeZone, dueAtMs) ?? null);
    const once = { dueAtMs, deadlineAtMs, startsByMs: Math.min(dueAtMs + graceMs, due.untilMs) };
    found.push(judgeOccurrence(once, countedFor(due, runs, read), now.receivedUntilMs));
    dueAtMs = lastDueMs(times, dueAtMs - secondMs);
  }
  return found;
};

const startOf = ({ startedAt }: BareRun): number => Date.parse(startedAt);

const countedFor = (due: DueTime, runs: readonly BareRun[], { usualBefore }: ReadPipeline): CountedRun[] =>
  runs
    .filter((run) => isWithin(due, startOf(run)))
    .map((run) => ({
      runId: run.runId,
      state: run.state,
      endedAtMs: run.finishedAt === null ? null : Date.parse(run.finishedAt),
      isUsable: run.state === 'succeeded' && runVerdictOf(run, usualBefore(run)) !== 'no',
    }));
