import type { AuditMemory, AuditPosition } from './position.ts';
import type { StateStore } from '../../storage/state/state-store.ts';

/** How far each audit table has been read, kept over restarts. */
export const auditMemoryIn = (state: StateStore): AuditMemory => ({
  async recall(source) {
    const [row] = await state.query<{ value: AuditPosition }>('SELECT value FROM settings WHERE name = $1', [
      nameOf(source),
    ]);
    return row?.value;
  },
  async remember(source, position) {
    await state.query(
      'INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()',
      [nameOf(source), JSON.stringify(position)],
    );
  },
});

const nameOf = (source: string): string => `audit-table.${source}`;
