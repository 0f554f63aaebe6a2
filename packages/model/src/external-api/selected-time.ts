import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import { isSameDay } from '../words/time.ts';
import type { TimeWindow } from './held-times.ts';

/** The time that figures of an API are of, as it was requested; without any, the last 24 hours, or all of a run. */
export interface SelectedTime {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly isOfRun?: boolean | undefined;
}

const hourMs = 3_600_000;
export const usualSelectedMs = 24 * hourMs;
const lastNames: readonly (readonly [number, string])[] = [
  [hourMs / 4, 'in the last 15 minutes'],
  [hourMs, 'in the last hour'],
  [6 * hourMs, 'in the last 6 hours'],
  [usualSelectedMs, 'in the last 24 hours'],
  [7 * usualSelectedMs, 'in the last 7 days'],
  [30 * usualSelectedMs, 'in the last 30 days'],
];
/** Between asking and answering. */
const toleranceMs = 60_000;

export const windowIn = ({ fromMs, toMs }: SelectedTime, nowMs: number): TimeWindow => {
  const endMs = toMs ?? nowMs;
  return { fromMs: fromMs ?? endMs - usualSelectedMs, toMs: endMs };
};

/** `in the last 24 hours`, `since 14:02`, `between 14:02 and 14:20`, `in this run`. */
export const selectedTimeWords = (selected: SelectedTime, nowMs: number): Sentence => {
  if (selected.isOfRun) return ['in this run'];
  const { fromMs, toMs } = windowIn(selected, nowMs);
  if (selected.toMs !== undefined)
    return sentenceOf(
      'between ',
      timeIn(fromMs, 'time'),
      ' and ',
      timeIn(toMs, isOneDay(fromMs, toMs) ? 'clock' : 'time'),
    );
  const name = lastNames.find(([ms]) => Math.abs(toMs - fromMs - ms) < toleranceMs)?.[1];
  return name === undefined ? sentenceOf('since ', timeIn(fromMs, 'time')) : [name];
};

/** In whatever zone it is read: near midnight the date is written twice. */
const isOneDay = (fromMs: number, toMs: number): boolean =>
  isSameDay(fromMs, toMs, { timeZone: 'UTC' }) && isSameDay(fromMs, toMs);
