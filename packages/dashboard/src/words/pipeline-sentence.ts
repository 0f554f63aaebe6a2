import { usualOf, verdictWords } from '@sightglass/model';
import type { Pipeline } from '@sightglass/model/rest';
import { sayMoment } from '../format/time.ts';
import { deadlineSentence } from './deadline.ts';
import { runSentence } from './run-sentence.ts';

/** How the last run of a pipeline went, or that it was due and has not started. */
export const pipelineSentence = (pipeline: Pipeline, now: number): string => {
  const { missed, lastRun } = pipeline;
  if (missed === null || missed === undefined) return runSentence(lastRun, usualOf(pipeline), now);
  const deadline = deadlineSentence(lastRun.deadline, now);
  return `${verdictWords('no', lastRun.rows)}: ${sayMissed(missed, now)}. ${deadline}`.trim();
};

/** `was due at 02:00 and has not started (2 in a row)` */
export const sayMissed = (
  { dueAt, inARow }: Pick<NonNullable<Pipeline['missed']>, 'dueAt' | 'inARow'>,
  now: number,
): string => {
  const due = `was due ${sayMoment(Date.parse(dueAt), now)} and has not started`;
  return inARow === 1 ? due : `${due} (${inARow} in a row)`;
};
