import type { StateStore } from '../../storage/state/state-store.ts';

/** Deletes entries that are older than the configuration keeps them, and notes how many: the one thing that may. */
export const forgetAccessLog =
  (state: Pick<StateStore, 'transaction'>) =>
  (before: Date): Promise<number> =>
    state.transaction(async (query) => {
      await query("SELECT set_config('sightglass.retention', 'on', true)");
      const gone = await query<{ position: string }>('DELETE FROM access_log WHERE at < $1 RETURNING position', [
        before,
      ]);
      if (gone.length > 0)
        await query(
          `INSERT INTO access_log (actor_kind, actor_id, actor_name, action, target, address, after)
           VALUES ('nobody', '', '', 'access-log.retention', '', '', $1::jsonb)`,
          [JSON.stringify({ entries: gone.length, before: before.toISOString() })],
        );
      return gone.length;
    });
