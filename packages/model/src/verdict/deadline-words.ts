import type { RunState } from '../telemetry/run-state.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';

/** When the data of a run is due, and whether it came in time. */
export interface Deadline {
  readonly at: string;
  readonly state: 'met' | 'missed' | 'due';
}

/** The deadline of one stage of a run. */
export interface StageDeadline extends Deadline {
  readonly stage: string;
}

/** ` Stage load missed its deadline of 04:00.`; nothing while none is missed. */
export const stageDeadlinesSentence = (deadlines: readonly StageDeadline[] = []): Sentence =>
  deadlines
    .filter(({ state }) => state === 'missed')
    .flatMap(({ stage, at }) => [` Stage ${stage} missed its deadline of `, timeIn(at, 'time'), '.']);

/** `due by 04:00`, `met its deadline of 04:00`, `missed its deadline of 04:00`. */
export const deadlineWords = ({ at, state }: Deadline): Sentence =>
  sentenceOf(state === 'due' ? 'due by ' : `${state} its deadline of `, timeIn(at, 'time'));

/** ` Met its deadline of 04:00.`, of a run that did not meet it itself ` Another run met the deadline of 04:00.`; nothing without a deadline. */
export const deadlineSentence = (deadline: Deadline | null | undefined, state: RunState): Sentence => {
  if (deadline === null || deadline === undefined) return [];
  return sentenceOf(headOf(deadline.state, state), timeIn(deadline.at, 'time'), '.');
};

const headOf = (deadline: Deadline['state'], run: RunState): string => {
  if (deadline === 'met') return run === 'succeeded' ? ' Met its deadline of ' : ' Another run met the deadline of ';
  return deadline === 'due' ? ' Due by ' : ' Missed its deadline of ';
};
