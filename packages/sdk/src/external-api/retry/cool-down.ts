import { setTimeout as sleep } from 'node:timers/promises';
import { doubledMs, formatDuration } from '@sightglass/model';
import { isInstance } from '../../is-instance.ts';
import { ApiError } from '../api-error.ts';
import type { RetryOptions } from '../types.ts';
import { HeldBackError } from './held-back.ts';

/** A pause of all calls to an API that has answered one with 429. */
export interface CoolDown {
  /**
   * Resolves when calls may go out, and runs one. Raises HeldBackError where the pause is longer than a call may wait, and an AbortError
   * when `signal` aborts meanwhile.
   */
  execute<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

const now = (): number => performance.now();

export const createCoolDown = ({ waitMs, mostWaitMs }: RetryOptions): CoolDown => {
  let untilMs = -Infinity;
  let refusedInARow = 0;

  const whenOver = async (signal: AbortSignal | undefined): Promise<void> => {
    const patientUntilMs = now() + mostWaitMs;
    for (let leftMs = untilMs - now(); leftMs > 0; leftMs = untilMs - now()) {
      if (untilMs > patientUntilMs) throw new HeldBackError('cooling_down', pausedWords(leftMs));
      await sleep(Math.ceil(leftMs), undefined, { signal });
    }
  };
  /** Without `Retry-After` the pause grows as the waits of one call do. */
  const pause = (retryAfterMs: number | undefined): void => {
    refusedInARow += 1;
    const pauseMs = retryAfterMs ?? doubledMs(refusedInARow, { firstMs: waitMs, longestMs: mostWaitMs });
    untilMs = Math.max(untilMs, now() + pauseMs);
  };

  return {
    execute: async (call, signal) => {
      await whenOver(signal);
      try {
        const answer = await call();
        refusedInARow = 0;
        return answer;
      } catch (error) {
        if (isInstance(error, ApiError) && error.errorClass === '429') pause(error.retryAfterMs);
        throw error;
      }
    },
  };
};

const pausedWords = (leftMs: number): string =>
  `the API answered 429 and is not called for another ${formatDuration(leftMs)}`;
