import { randomUUID } from 'node:crypto';
import type { StateStore } from './state-store.ts';

/** Telemetry that retention must not delete. */
export interface LegalHold {
  readonly id: string;
  readonly reason: string;
  /** Null: of every namespace, of every pipeline. */
  readonly namespace: string | null;
  readonly pipeline: string | null;
  readonly fromAt: Date;
  /** Null: without end. */
  readonly toAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const columns =
  'id, reason, namespace, pipeline, from_at AS "fromAt", to_at AS "toAt", created_at AS "createdAt", created_by AS "createdBy"';

/** Those that have been released stay in the table, and hold nothing. */
export const legalHoldsIn = ({ query }: Pick<StateStore, 'query'>) => ({
  standing: (): Promise<LegalHold[]> =>
    query(`SELECT ${columns} FROM legal_holds WHERE released_at IS NULL ORDER BY created_at, id`),

  async add(hold: Omit<LegalHold, 'id' | 'createdAt'>): Promise<LegalHold> {
    const { reason, namespace, pipeline, fromAt, toAt, createdBy } = hold;
    const [added] = await query<LegalHold>(
      `INSERT INTO legal_holds (id, reason, namespace, pipeline, from_at, to_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${columns}`,
      [randomUUID(), reason, namespace, pipeline, fromAt, toAt, createdBy],
    );
    return added as LegalHold;
  },

  /** Undefined where there is none that stands. */
  async release(id: string, by: string): Promise<LegalHold | undefined> {
    const [released] = await query<LegalHold>(
      `UPDATE legal_holds SET released_at = now(), released_by = $2 WHERE id = $1 AND released_at IS NULL RETURNING ${columns}`,
      [id, by],
    );
    return released;
  },
});
export type LegalHolds = ReturnType<typeof legalHoldsIn>;
