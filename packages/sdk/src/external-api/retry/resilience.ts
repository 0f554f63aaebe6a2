import {
  bulkhead,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isIsolatedCircuitError,
  noop,
  TaskCancelledError,
  type IPolicy,
} from 'cockatiel';
import type { HeldBack } from '@sightglass/model';
import type { Breaker } from '../breaker/breaker.ts';
import type { SettledPolicy } from '../declaration/policy.ts';
import { createRepeater } from './retry.ts';

/** Runs a request as often as the policy allows: retry around bulkhead around breaker. */
export interface Resilience {
  /** `request` is told how many requests the call has sent before. */
  execute<T>(method: string, request: (resendCount: number) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

export const createResilience = (policy: SettledPolicy, breaker: Breaker | undefined): Resilience => {
  const repeated = createRepeater(policy.retry);
  const limited = policy.bulkhead === undefined ? noop : bulkhead(policy.bulkhead.concurrent, policy.bulkhead.queued);
  return {
    execute: (method, request, signal) => {
      const once = (resendCount: number) =>
        inTurn(
          limited,
          () => {
            const send = () => request(resendCount);
            return breaker === undefined ? send() : breaker.execute(send);
          },
          signal,
        );
      const isRepeated = policy.retry.unsafe || isSafeToRepeat(method);
      return isRepeated ? repeated(once, signal) : once(0);
    },
  };
};

const isSafeToRepeat = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);

/** The class and words of a call that a policy did not let through; undefined of any other error. */
export const holdBackOf = (error: unknown): { errorClass: HeldBack; problem: string } | undefined => {
  if (isIsolatedCircuitError(error)) return { errorClass: 'isolated', problem: 'the breaker is isolated' };
  if (isBrokenCircuitError(error)) return { errorClass: 'breaker_open', problem: 'the breaker is open' };
  if (isBulkheadRejectedError(error))
    return { errorClass: 'bulkhead_full', problem: 'too many calls wait for their turn' };
  return undefined;
};

/** Waits for a turn in `turns`, as long as the signal allows: cockatiel heeds it only when the turn has come. */
const inTurn = <T>(turns: IPolicy, call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return turns.execute(call);
  const waiting = new AbortController();
  const given = turns.execute(() => {
    waiting.abort();
    return call();
  }, signal);
  const over = given.finally(() => waiting.abort());
  return Promise.race([over, whenAborted(signal, waiting.signal)]);
};

/** Rejects when `signal` aborts; never, once `settled` has. */
const whenAborted = (signal: AbortSignal, settled: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const giveUp = () => reject(new TaskCancelledError());
    signal.addEventListener('abort', giveUp, { once: true, signal: settled });
  });
