import { memoryIn } from '../storage/state/memory.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import type { ReceivingGap } from './reception-time.ts';
import type { ReceptionMemory } from './reception.ts';

/** As it has been written since the first version. */
interface KeptReception {
  readonly heardUntilMs: number;
  readonly gaps: readonly ReceivingGap[];
}

const name = 'hearing';

/** When this installation could receive, kept over restarts. */
export const receptionMemoryIn = (state: StateStore) => {
  const memory = memoryIn<KeptReception>(state);
  return {
    async recall(): Promise<ReceptionMemory | undefined> {
      const kept = await memory.recall(name);
      return kept === undefined ? undefined : { receivedUntilMs: kept.heardUntilMs, gaps: kept.gaps };
    },
    remember: ({ receivedUntilMs, gaps }: ReceptionMemory): Promise<void> =>
      memory.remember(name, { heardUntilMs: receivedUntilMs, gaps }),
  };
};
