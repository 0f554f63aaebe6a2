import { memoryIn } from '../storage/state/memory.ts';
import { receptionName } from '../storage/state/other-servers.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import type { ReceivingGap } from './reception-time.ts';
import type { ReceptionMemory } from './reception.ts';

/** As it has been written since the first version. */
interface KeptReception {
  readonly heardUntilMs: number;
  readonly receivedSinceMs?: number | undefined;
  readonly gaps: readonly ReceivingGap[];
}

/** Before servers shared a state, there was one for all. */
const sharedName = receptionName;

/** When this installation could receive, kept over restarts. The first to come takes over what was written for all. */
export const receptionMemoryIn = (state: Pick<StateStore, 'query'>, installationId: string) => {
  const name = `${sharedName}.${installationId}`;
  const memory = memoryIn<KeptReception>(state);
  return {
    async recall(): Promise<ReceptionMemory | undefined> {
      await state.query(
        'UPDATE settings SET name = $1 WHERE name = $2 AND NOT EXISTS (SELECT 1 FROM settings WHERE name = $1)',
        [name, sharedName],
      );
      const kept = await memory.recall(name);
      if (kept === undefined) return undefined;
      const { heardUntilMs: receivedUntilMs, receivedSinceMs, gaps } = kept;
      return { receivedUntilMs, gaps, ...(receivedSinceMs === undefined ? {} : { receivedSinceMs }) };
    },
    remember: ({ receivedUntilMs, receivedSinceMs, gaps }: ReceptionMemory): Promise<void> =>
      memory.remember(name, { heardUntilMs: receivedUntilMs, receivedSinceMs, gaps }),
  };
};
