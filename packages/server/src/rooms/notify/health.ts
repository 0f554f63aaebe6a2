import { type Sentence, sentenceOf, timeIn } from '@sightglass/model';

export interface HealthAsked {
  readonly decidedAtMs: number | null;
  readonly receivedUntilMs: number;
  /** Since when the oldest message waits; null where none does. */
  readonly waitingSinceMs: number | null;
  readonly channels: number;
  readonly nowMs: number;
}

export interface Health {
  readonly ok: boolean;
  readonly sentence: Sentence;
}

/** Decided longer ago, or by what was received longer ago, it is not known what is wrong. */
const staleAfterMs = 3 * 60_000;
/** A message that waits longer does not leave. */
const longestWaitMs = 10 * 60_000;

/** Whether trouble would be noticed now, and somebody told. Pure. */
export const healthOf = ({ decidedAtMs, receivedUntilMs, waitingSinceMs, channels, nowMs }: HealthAsked): Health => {
  if (decidedAtMs === null) return { ok: false, sentence: ['Nothing has been judged yet.'] };
  const judgedMs = Math.min(decidedAtMs, receivedUntilMs);
  if (nowMs - judgedMs > staleAfterMs || decidedAtMs - nowMs > staleAfterMs)
    return { ok: false, sentence: ['Nothing has been judged since ', timeIn(judgedMs, 'time'), '.'] };
  if (waitingSinceMs !== null && nowMs - waitingSinceMs > longestWaitMs)
    return {
      ok: false,
      sentence: sentenceOf('A message has waited to be sent since ', timeIn(waitingSinceMs, 'time'), '.'),
    };
  return channels === 0
    ? { ok: true, sentence: ['Trouble is judged. Nobody is notified: no channel is configured.'] }
    : { ok: true, sentence: ['Trouble is judged, and no message waits.'] };
};
