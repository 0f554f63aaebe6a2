import { deadlineProblem } from './deadline.ts';
import { readCron } from './read-cron.ts';
import { timeZoneProblem } from './time-zone.ts';

/** When a pipeline is to run, as it declares it. */
export interface DeclaredPlan {
  readonly schedule?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly deadline?: string | null | undefined;
}

/** A part of it that cannot be read. */
export interface PlanProblem {
  readonly setting: 'schedule' | 'timeZone' | 'deadline';
  readonly value: string;
  /** What is wrong with it, and what to write instead. */
  readonly problem: string;
}

/** All that cannot be read, so that nothing declared is left out without a word. An empty setting is none. */
export const planProblems = ({ schedule, timeZone, deadline }: DeclaredPlan): PlanProblem[] => {
  const problemOf = (
    setting: PlanProblem['setting'],
    value: string | null | undefined,
    find: (value: string) => string | undefined,
  ): PlanProblem[] => {
    const problem = isGiven(value) ? find(value) : undefined;
    return problem === undefined ? [] : [{ setting, value: String(value), problem }];
  };
  return [
    ...problemOf('schedule', schedule, (text) => readCron(text, 'UTC').problem),
    ...problemOf('timeZone', timeZone, timeZoneProblem),
    ...problemOf('deadline', deadline, deadlineProblem),
  ];
};

const isGiven = (value: unknown): value is string =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
