import { sameTimes } from './history.ts';
import type { Planned, PlanSince, PlanTimes } from './plan.ts';

/** Since when the deadlines of the last of these plans hold, oldest first: a due time before they were first read is not judged by them. */
export const deadlinesSince = (plans: readonly PlanSince[]): Pick<Planned, 'deadlineSinceMs' | 'stageDeadlines'> => {
  const times: PlanTimes = plans.at(-1)?.times ?? {};
  const { schedule, timeZone, calendar, deadline, stages = [] } = times;
  const since = (isGiven: (times: PlanTimes) => boolean): number | undefined =>
    firstInARow(plans, (before) => isDueAlike(before, times) && isGiven(before))?.sinceMs;
  const isConfigured = [schedule, timeZone, calendar, deadline].some((setting) => setting !== undefined);
  return {
    deadlineSinceMs: isConfigured
      ? since((before) => deadline === undefined || before.deadline !== undefined)
      : undefined,
    stageDeadlines: stages.map((stage) => ({
      ...stage,
      sinceMs: since((before) => before.stages?.some(({ name }) => name === stage.name) === true),
    })),
  };
};

/** The oldest plan of those in a row, up to the last, that are as asked. */
const firstInARow = (plans: readonly PlanSince[], holds: (times: PlanTimes) => boolean): PlanSince | undefined =>
  plans[plans.findLastIndex(({ times }) => !holds(times)) + 1];

const isDueAlike = (one: PlanTimes, other: PlanTimes): boolean => sameTimes(dueIn(one), dueIn(other));

const dueIn = ({ schedule, timeZone, calendar }: PlanTimes) => ({ schedule, timeZone, calendar });
