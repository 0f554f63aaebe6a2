import { dueTimeBefore, isWithin } from '../../../schedule/due-time.ts';
import { nextDueMs, type Schedule } from '../../../schedule/due-times.ts';
import type { Gap } from './calendar-days.ts';

/** So many due times of a day are looked at: one that nothing came for is enough. */
const mostOfADay = 3;

/**
 * Whether something was due in a day on which nothing started, and for which no run of the days beside it counts: schedulers and clocks are
 * a little early at times, and late ones start the next day. What was due after `judgedUntilMs` may still come.
 */
export const wasDueIn = (
  { fromMs, toMs, lastBeforeMs, firstAfterMs }: Gap,
  schedule: Schedule,
  judgedUntilMs: number,
): boolean => {
  let dueAtMs = nextDueMs(schedule, fromMs - 1);
  for (let looked = 0; looked < mostOfADay && dueAtMs !== undefined; looked += 1) {
    if (dueAtMs >= toMs || dueAtMs > judgedUntilMs) return false;
    const nextMs = nextDueMs(schedule, dueAtMs);
    const due = dueTimeBefore(dueAtMs, nextMs);
    const isMet = [lastBeforeMs, firstAfterMs].some(
      (startedAtMs) => startedAtMs !== undefined && isWithin(due, startedAtMs),
    );
    if (!isMet) return true;
    dueAtMs = nextMs;
  }
  return false;
};
