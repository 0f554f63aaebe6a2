import type { Pipeline, RunDeadline } from '@sightglass/model/rest';
import { formatMoment } from '../format/time.ts';
import { sentenceCase } from './sentence-case.ts';

/** `due by 04:00`, `met its deadline of 04:00`, `missed its deadline of 04:00`. */
export const deadlineWords = ({ at, state }: RunDeadline, now: number): string => {
  const moment = formatMoment(Date.parse(at), now);
  return state === 'due' ? `due by ${moment}` : `${state} its deadline of ${moment}`;
};

/** The same as a sentence; nothing without a deadline. */
export const deadlineSentence = (deadline: RunDeadline | null | undefined, now: number): string =>
  deadline === null || deadline === undefined ? '' : `${sentenceCase(deadlineWords(deadline, now))}.`;

/** Still running past its deadline. A run that ended late is late no more. */
export const isRunningLate = ({ lastRun }: Pipeline): boolean =>
  lastRun.state === 'running' && lastRun.deadline?.state === 'missed';
