import { untilAborted } from '../retry/until-aborted.ts';
import type { BreakerOptions } from '../types.ts';
import type { Breaker, BreakerChange } from './breaker.ts';
import type { Refusal } from './circuit.ts';
import type { SharedStateClient } from './shared-state.ts';

/** Makes the breaker of this process follow those of others, and publishes its own changes. */
export interface SharedBreaker {
  /** `own`, which before each call takes over what other processes and people have decided. */
  joined(own: Breaker): Breaker;
  /** Whether the breaker `by` may try a call now; only one of all processes may. */
  mayTry(by: string): Promise<Refusal | undefined>;
  changed(change: BreakerChange): void;
  /** Gives the right to try a call back. */
  undecided(by: string): void;
}

export interface SharedBreakerParts {
  readonly state: SharedStateClient;
  readonly options: BreakerOptions;
  /** Longest time one request may take. */
  readonly timeoutMs: number;
}

/** Beyond the timeout of the call that is tried, its process is thought to be gone; at the latest after a minute. */
const graceMs = 1_000;
const longestTrialMs = 60_000;

export const createSharedBreaker = ({ state, options, timeoutMs }: SharedBreakerParts): SharedBreaker => {
  let hold: Disposable | undefined;
  const follow = async (own: Breaker): Promise<void> => {
    const { isolated, reason, openForMs, openedBy } = await state.current();
    if (isolated) hold ??= own.isolate(reason || 'isolated by hand');
    else {
      hold?.[Symbol.dispose]();
      hold = undefined;
    }
    if (openForMs === undefined) own.unfollow('another process has closed the breaker');
    else if (openedBy !== own.id) own.follow({ openForMs, problem: openedElsewhere(reason) });
  };
  return {
    joined: (own) => ({
      ...own,
      get state() {
        return own.state;
      },
      execute: async (call, signal) => {
        await untilAborted(follow(own), signal);
        return own.execute(call, signal);
      },
    }),
    mayTry: async (by) => {
      const {
        isGranted,
        isolated,
        reason,
        openForMs = 0,
      } = await state.claim({
        by,
        forMs: Math.min(longestTrialMs, Math.ceil(timeoutMs + graceMs)),
      });
      if (isolated) return { openForMs, problem: 'the breaker is isolated' };
      return isGranted ? undefined : { openForMs, problem: openedElsewhere(reason) };
    },
    changed: ({ breakerId: by, from, to, reason, isFollowed }) => {
      if (isFollowed) return;
      if (to === 'open') state.publish({ openForMs: Math.ceil(options.halfOpenAfterMs), by, reason });
      if (to === 'closed' && from === 'half-open') state.publish({ openForMs: 0, by, reason: '' });
    },
    undecided: (by) => state.publish({ openForMs: 1, by, reason: 'the call that was tried brought no verdict' }),
  };
};

const openedElsewhere = (reason: string): string => `another process has opened the breaker: ${reason}`;
