import type { HearingMemory } from './reception.ts';
import type { StateStore } from '../storage/state/state-store.ts';

/** When this installation could hear, kept over restarts. */
export const hearingMemoryIn = (state: StateStore) => ({
  async recall(): Promise<HearingMemory | undefined> {
    const [row] = await state.query<{ value: HearingMemory }>("SELECT value FROM settings WHERE name = 'hearing'");
    return row?.value;
  },
  async remember(memory: HearingMemory): Promise<void> {
    await state.query(
      "INSERT INTO settings (name, value) VALUES ('hearing', $1::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()",
      [JSON.stringify(memory)],
    );
  },
});
