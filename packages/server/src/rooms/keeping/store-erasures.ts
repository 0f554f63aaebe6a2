import { createHmac, randomBytes } from 'node:crypto';
import type { ErasureReceipt } from '@sightglass/model/rest';
import type { StateStore } from '../../storage/state/state-store.ts';
import { memoryIn } from '../../storage/state/memory.ts';

const keyName = 'erasure key';
const mostListed = 200;

/** Receipts, and what of the state holds a text. */
export const erasuresIn = (state: Pick<StateStore, 'query'>) => ({
  /** The same text gives the same hash on this server, and on no other. */
  async hashOf(text: string): Promise<string> {
    const memory = memoryIn<string>(state);
    let key = await memory.recall(keyName);
    if (key === undefined) {
      key = randomBytes(32).toString('hex');
      await memory.remember(keyName, key);
    }
    return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex');
  },

  async add(receipt: ErasureReceipt): Promise<void> {
    await state.query('INSERT INTO erasures (id, erased_by, find_hash, receipt) VALUES ($1, $2, $3, $4::jsonb)', [
      receipt.id,
      receipt.by,
      receipt.findHash,
      JSON.stringify(receipt),
    ]);
  },

  async list(): Promise<ErasureReceipt[]> {
    const rows = await state.query<{ receipt: ErasureReceipt }>(
      'SELECT receipt FROM erasures ORDER BY at DESC LIMIT $1',
      [mostListed],
    );
    return rows.map(({ receipt }) => receipt);
  },

  /** Rows of each table of the state that hold a text. */
  async rowsWith(text: string): Promise<{ place: string; count: number }[]> {
    const found: { place: string; count: number }[] = [];
    const tables = await state.query<{ name: string; quoted: string }>(
      'SELECT tablename AS name, quote_ident(tablename) AS quoted FROM pg_tables WHERE schemaname = current_schema() ORDER BY name',
    );
    for (const { name, quoted } of tables) {
      const [row] = await state.query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM ${quoted} AS one WHERE position(lower($1) IN lower(one::text)) > 0`,
        [text],
      );
      if ((row?.rows ?? 0) > 0) found.push({ place: `state: ${name}`, count: row?.rows ?? 0 });
    }
    return found;
  },

  async backups(): Promise<{ taken: number; latestAt: string | null }> {
    const [row] = await state.query<{ taken: number; latest: Date | null }>(
      `SELECT greatest(count(*) FILTER (WHERE action = 'backup.begun'), count(*) FILTER (WHERE action = 'backup.taken'))::int AS taken, max(at) AS latest
       FROM access_log WHERE action IN ('backup.begun', 'backup.taken')`,
    );
    return { taken: row?.taken ?? 0, latestAt: row?.latest?.toISOString() ?? null };
  },
});
export type Erasures = ReturnType<typeof erasuresIn>;
