import type { Breaker } from '../breaker/breaker.ts';
import type { SettledPolicy } from '../declaration/policy.ts';
import { createCoolDown } from './cool-down.ts';
import { createRepeater } from './retry.ts';
import { createTurns } from './turns.ts';

/** Runs a request as often as the policy allows: retry around bulkhead around the pause after a 429 around breaker. */
export interface Resilience {
  /** `request` gets how many requests the call has sent before. */
  execute<T>(method: string, request: (resendCount: number) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

type Guarded = Pick<Breaker, 'execute'>;

export const createResilience = (policy: SettledPolicy, breaker: Guarded | undefined): Resilience => {
  const repeated = createRepeater(policy.retry);
  const coolDown = createCoolDown(policy.retry);
  const turns = policy.bulkhead && createTurns(policy.bulkhead);
  return {
    execute: (method, request, signal) => {
      const once = (resendCount: number) => {
        const send = () => request(resendCount);
        const guarded = () => (breaker === undefined ? send() : breaker.execute(send, signal));
        const paced = () => coolDown.execute(guarded, signal);
        return turns === undefined ? paced() : turns.run(paced, signal);
      };
      const isRepeated = policy.retry.unsafe || isSafeToRepeat(method);
      return isRepeated ? repeated(once, signal) : once(0);
    },
  };
};

const isSafeToRepeat = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);
