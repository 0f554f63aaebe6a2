import type { StateStore } from './state-store.ts';

/** Small things kept over restarts, by name. */
export interface Memory<Kept> {
  recall(name: string): Promise<Kept | undefined>;
  remember(name: string, what: Kept): Promise<void>;
}

/** What is kept under names that begin with `prefix`. What is recalled is as it was written, by whichever version. */
export const memoryIn = <Kept>({ query }: Pick<StateStore, 'query'>, prefix = ''): Memory<Kept> => ({
  async recall(name) {
    const [row] = await query<{ value: Kept }>('SELECT value FROM settings WHERE name = $1', [`${prefix}${name}`]);
    return row?.value;
  },
  async remember(name, what) {
    await query(
      'INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()',
      [`${prefix}${name}`, JSON.stringify(what)],
    );
  },
});
