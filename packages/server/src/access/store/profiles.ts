import type { StateStore } from '../../storage/state/state-store.ts';

/** What people have chosen for the pages; what is not there was not chosen. */
export const profilesIn = (state: Pick<StateStore, 'query'>) => ({
  async of(id: string): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await state.query<{ profile: Record<string, unknown> }>('SELECT profile FROM people WHERE id = $1', [
      id,
    ]);
    return row?.profile ?? {};
  },

  async keep(id: string, profile: object): Promise<void> {
    await state.query('UPDATE people SET profile = profile || $2::jsonb WHERE id = $1', [id, JSON.stringify(profile)]);
  },
});
export type Profiles = ReturnType<typeof profilesIn>;
