import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';

/** When the data of a run is due, and whether it came in time. */
export interface Deadline {
  readonly at: string;
  readonly state: 'met' | 'missed' | 'due';
}

/** `due by 04:00`, `met its deadline of 04:00`, `missed its deadline of 04:00`. */
export const deadlineWords = ({ at, state }: Deadline): Sentence =>
  sentenceOf(state === 'due' ? 'due by ' : `${state} its deadline of `, timeIn(at, 'time'));

/** ` Met its deadline of 04:00.`; nothing without a deadline. */
export const deadlineSentence = (deadline: Deadline | null | undefined): Sentence => {
  if (deadline === null || deadline === undefined) return [];
  const head = { due: ' Due by ', met: ' Met its deadline of ', missed: ' Missed its deadline of ' }[deadline.state];
  return sentenceOf(head, timeIn(deadline.at, 'time'), '.');
};
