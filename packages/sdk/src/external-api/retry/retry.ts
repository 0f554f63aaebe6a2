import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff } from 'cockatiel';
import type { CallError } from '@sightglass/model';
import { ApiError } from '../api-error.ts';
import type { RetryOptions } from '../types.ts';

type Repeater = <T>(request: (resendCount: number) => Promise<T>, signal: AbortSignal | undefined) => Promise<T>;

/**
 * Repeats a request that failed in passing. Cockatiel says how long to wait, longer where the API asks for it; its own retry cannot be woken from a
 * wait, so the signal would be heard too late.
 */
export const createRepeater = (options: RetryOptions): Repeater => {
  const backoffs = new ExponentialBackoff({ initialDelay: options.waitMs, maxDelay: options.mostWaitMs });
  return async (request, signal) => {
    let backoff = backoffs.next();
    for (let resendCount = 0; ; resendCount += 1) {
      try {
        return await request(resendCount);
      } catch (error) {
        const isOver = resendCount + 1 >= options.attempts || signal?.aborted;
        if (isOver || !isWorthRepeating(error, options)) throw error;
        await sleep(Math.max(error.retryAfterMs ?? 0, backoff.duration), undefined, { signal });
        backoff = backoff.next(undefined);
      }
    }
  };
};

const passing: ReadonlySet<CallError> = new Set([
  'timeout',
  'dns',
  'refused',
  'reset',
  'network',
  '429',
  '5xx',
] satisfies CallError[]);

const isWorthRepeating = (error: unknown, { mostWaitMs }: RetryOptions): error is ApiError =>
  error instanceof ApiError && passing.has(error.errorClass) && (error.retryAfterMs ?? 0) <= mostWaitMs;
