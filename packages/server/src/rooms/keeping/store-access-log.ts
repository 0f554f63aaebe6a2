import type { StateStore } from '../../storage/state/state-store.ts';

export const accessLogSize = async ({
  query,
}: Pick<StateStore, 'query'>): Promise<{ entries: number; since: Date | null }> => {
  const [row] = await query<{ entries: number; since: Date | null }>(
    'SELECT count(*)::int AS entries, min(at) AS since FROM access_log',
  );
  return row ?? { entries: 0, since: null };
};
