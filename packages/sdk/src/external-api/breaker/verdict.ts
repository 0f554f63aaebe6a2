import { isUnavailability } from '@sightglass/model';
import { isInstance } from '../../is-instance.ts';
import { ApiError } from '../api-error.ts';

/**
 * What a call says of the API. `answered` and `failed` are verdicts. `refused`: an answer was given at the door, by whoever checks
 * credentials and counts requests; it interrupts failures in a row and says nothing of what lies behind. `unknown`: no answer was
 * waited for.
 */
export type Verdict = 'answered' | 'refused' | 'failed' | 'unknown';

/** Statuses a gateway gives without asking what it stands before. */
const atTheDoor: ReadonlySet<number | undefined> = new Set([401, 403, 407, 408, 429]);

/** The verdict of a call that raised `error`. One the program gave up is none, whatever its reason. */
export const verdictOf = (error: unknown, signal: AbortSignal | undefined): Verdict => {
  if (signal?.aborted || !isInstance(error, ApiError)) return 'unknown';
  if (isUnavailability(error.errorClass)) return 'failed';
  if (error.errorClass === '429') return 'refused';
  if (error.errorClass !== '3xx' && error.errorClass !== '4xx') return 'unknown';
  return atTheDoor.has(error.status) ? 'refused' : 'answered';
};

/** What went wrong, in words for the timeline of the breaker. */
export const problemIn = (error: unknown): string => (isInstance(error, ApiError) ? error.problem : 'unknown');
