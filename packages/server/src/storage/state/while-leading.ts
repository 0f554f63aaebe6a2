import { once } from 'node:events';
import { jitteredMs } from '@sightglass/model';
import { repeatedly } from '../../schedule/repeatedly.ts';
import type { Lead, StateStore } from './state-store.ts';

export interface LeadingParts {
  readonly state: Pick<StateStore, 'lead'>;
  /** Begins what only the leader does; ended when the lead is lost. */
  readonly start: (led: Pick<Lead, 'query'>) => Promise<AsyncDisposable>;
  readonly onGained: () => void;
  readonly onLost: () => void;
  readonly onError: (error: unknown) => void;
  readonly retryMs?: number;
}

/** Does what only one of all servers that share the state may do, whenever it is this one. Resolves after the first attempt to lead. */
export const whileLeading = async ({
  state,
  start,
  onGained,
  onLost,
  onError,
  retryMs = 2_000,
}: LeadingParts): Promise<AsyncDisposable> => {
  const { promise: tried, resolve: tryDone } = Promise.withResolvers<void>();
  const lead = async (signal: AbortSignal): Promise<number> => {
    await using own = await state.lead();
    if (own === undefined) return jitteredMs(retryMs, 0.25, Math.random());
    onGained();
    await using _started = await start(own);
    tryDone();
    const until = AbortSignal.any([signal, own.lost]);
    if (!until.aborted) await once(until, 'abort');
    onLost();
    return 0;
  };
  const leading = repeatedly((signal) => lead(signal).finally(tryDone), { againInMs: retryMs, onError });
  await tried;
  return leading;
};
