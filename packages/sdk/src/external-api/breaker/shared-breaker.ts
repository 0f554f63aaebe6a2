import type { Breaker, BreakerChange } from './breaker.ts';
import type { SharedStateClient } from './shared-state.ts';

/** Makes the breaker of this process follow those of others, and publishes its own changes. */
export interface SharedBreaker {
  /** Why a call must not go out because of another process; undefined when it may. Holds the own breaker while people isolate the API. */
  heldBack(breaker: Breaker): Promise<string | undefined>;
  changed(change: BreakerChange, halfOpenAfterMs: number): void;
}

export const createSharedBreaker = (shared: SharedStateClient): SharedBreaker => {
  let hold: Disposable | undefined;
  return {
    heldBack: async (breaker) => {
      const { isolated, reason, openUntilMs = 0, openedBy } = await shared.current();
      if (isolated) hold ??= breaker.isolate(reason || 'isolated by hand');
      else if (hold !== undefined) {
        hold[Symbol.dispose]();
        hold = undefined;
      }
      const isOpenElsewhere = openUntilMs > Date.now() && openedBy !== breaker.id;
      return isOpenElsewhere ? `another process has opened the breaker: ${reason}` : undefined;
    },
    changed: ({ breakerId: by, from, to, reason }, halfOpenAfterMs) => {
      if (to === 'open') shared.publish({ openForMs: halfOpenAfterMs, by, reason });
      if (to === 'closed' && from === 'half-open') shared.publish({ openForMs: 0, by, reason: '' });
    },
  };
};
