import type { DependencyMemory } from './memory.ts';
import type { StateStore } from '../../storage/state/state-store.ts';

/** How each dependency has been lately, kept over restarts. */
export const dependencyMemoryIn = (state: StateStore): DependencyMemory => ({
  async recall(name) {
    const [row] = await state.query<{ value: unknown }>('SELECT value FROM settings WHERE name = $1', [keyOf(name)]);
    return row?.value;
  },
  async remember(name, what) {
    await state.query(
      'INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()',
      [keyOf(name), JSON.stringify(what)],
    );
  },
});

const keyOf = (name: string): string => `dependency.${name}`;
