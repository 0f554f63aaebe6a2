import {
  bulkhead,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isIsolatedCircuitError,
  noop,
  retry,
  type IBackoff,
  type IBackoffFactory,
  type IRetryBackoffContext,
} from 'cockatiel';
import type { CallError, HeldBack } from '@sightglass/model';
import { ApiError } from './api-error.ts';
import type { Breaker } from './breaker.ts';
import type { SettledPolicy } from './policy.ts';
import type { RetryOptions } from './types.ts';

/** Runs a request as often as the policy allows: retry around bulkhead around breaker. */
export interface Resilience {
  /** `request` is told how many requests the call has sent before. */
  execute<T>(method: string, request: (resendCount: number) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

export const createResilience = (policy: SettledPolicy, breaker: Breaker | undefined): Resilience => {
  const again = retryPolicy(policy.retry);
  const limited = policy.bulkhead === undefined ? noop : bulkhead(policy.bulkhead.concurrent, policy.bulkhead.queued);
  return {
    execute: (method, request, signal) => {
      const once = (resendCount: number) =>
        limited.execute(() => {
          const send = () => request(resendCount);
          return breaker === undefined ? send() : breaker.execute(send);
        }, signal);
      const isRepeated = policy.retry.unsafe || isSafeToRepeat(method);
      return isRepeated ? again.execute(({ attempt }) => once(attempt), signal) : once(0);
    },
  };
};

const isSafeToRepeat = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);

const retryPolicy = (options: RetryOptions) =>
  retry(
    handleWhen((error) => isWorthRepeating(error, options)),
    {
      maxAttempts: options.attempts - 1,
      backoff: honouringRetryAfter(
        new ExponentialBackoff({ initialDelay: options.waitMs, maxDelay: options.mostWaitMs }),
      ),
    },
  );

const passing: ReadonlySet<CallError> = new Set([
  'timeout',
  'dns',
  'refused',
  'reset',
  'network',
  '429',
  '5xx',
] satisfies CallError[]);

const isWorthRepeating = (error: unknown, { mostWaitMs }: RetryOptions): boolean =>
  error instanceof ApiError && passing.has(error.errorClass) && (error.retryAfterMs ?? 0) <= mostWaitMs;

type RetryBackoff = IBackoffFactory<IRetryBackoffContext<unknown>>;

/** An API that says when to come back knows better. */
const honouringRetryAfter = (own: RetryBackoff): RetryBackoff => ({
  next: (context): IBackoff<IRetryBackoffContext<unknown>> => {
    const backoff = own.next(context);
    const { result } = context;
    const asked = 'error' in result && result.error instanceof ApiError ? result.error.retryAfterMs : undefined;
    return { duration: asked ?? backoff.duration, ...honouringRetryAfter(backoff) };
  },
});

/** The class and words of a call that a policy did not let through; undefined of any other error. */
export const holdBackOf = (error: unknown): { errorClass: HeldBack; problem: string } | undefined => {
  if (isIsolatedCircuitError(error)) return { errorClass: 'isolated', problem: 'the breaker is isolated' };
  if (isBrokenCircuitError(error)) return { errorClass: 'breaker_open', problem: 'the breaker is open' };
  if (isBulkheadRejectedError(error))
    return { errorClass: 'bulkhead_full', problem: 'too many calls wait for their turn' };
  return undefined;
};
