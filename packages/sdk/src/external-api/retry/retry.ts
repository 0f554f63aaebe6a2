import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, type CallError } from '@sightglass/model';
import { isInstance } from '../../is-instance.ts';
import { ApiError } from '../api-error.ts';
import type { RetryOptions } from '../types.ts';

type Repeater = <T>(request: (resendCount: number) => Promise<T>, signal: AbortSignal | undefined) => Promise<T>;

/** Repeats a request that failed in passing, after a wait by chance that grows, and is longer where the API requires it. */
export const createRepeater =
  (options: RetryOptions): Repeater =>
  async (request, signal) => {
    const bounds = { firstMs: options.waitMs, longestMs: options.mostWaitMs };
    for (let resendCount = 0; ; resendCount += 1) {
      try {
        return await request(resendCount);
      } catch (error) {
        const isOver = resendCount + 1 >= options.attempts || signal?.aborted;
        if (isOver || !isWorthRepeating(error, options)) throw error;
        const ownMs = backoffMs(resendCount + 1, bounds, Math.random());
        await sleep(Math.max(error.retryAfterMs ?? 0, ownMs), undefined, { signal });
      }
    }
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
  isInstance(error, ApiError) && passing.has(error.errorClass) && (error.retryAfterMs ?? 0) <= mostWaitMs;
