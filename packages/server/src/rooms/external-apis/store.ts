import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';

/** What is known of one shared breaker. */
export interface ApiBreakerRow {
  readonly name: string;
  readonly isolated: boolean;
  readonly reason: string;
  readonly openUntil: Date | null;
  readonly openedBy: string | null;
  readonly changedAt: Date;
}

export interface Opening {
  readonly until: Date;
  readonly by: string;
  readonly reason: string;
}

const columns = 'name, isolated, reason, open_until AS "openUntil", opened_by AS "openedBy", changed_at AS "changedAt"';

/** Breakers that processes share, and people hold open. */
export const apiBreakersIn = (state: StateStore) => ({
  list: (): Promise<ApiBreakerRow[]> => state.query(`SELECT ${columns} FROM api_breakers ORDER BY name`),

  async find(name: string): Promise<ApiBreakerRow | undefined> {
    const [row] = await state.query<ApiBreakerRow>(`SELECT ${columns} FROM api_breakers WHERE name = $1`, [name]);
    return row;
  },

  isolate: (name: string, isolated: boolean, reason: string): Promise<ApiBreakerRow> =>
    one(
      state.query,
      `INSERT INTO api_breakers (name, isolated, reason) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET isolated = excluded.isolated, reason = excluded.reason, changed_at = now() RETURNING ${columns}`,
      [name, isolated, reason],
    ),

  /** A reason given by a person who isolates stays. */
  open: (name: string, { until, by, reason }: Opening): Promise<ApiBreakerRow> =>
    one(
      state.query,
      `INSERT INTO api_breakers AS known (name, reason, open_until, opened_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (name) DO UPDATE SET open_until = excluded.open_until, opened_by = excluded.opened_by, changed_at = now(),
         reason = CASE WHEN known.isolated THEN known.reason ELSE excluded.reason END RETURNING ${columns}`,
      [name, reason, until, by],
    ),
});
export type ApiBreakers = ReturnType<typeof apiBreakersIn>;

const one = async (query: StateQuery, sql: string, values: Parameters<StateQuery>[1]): Promise<ApiBreakerRow> => {
  const [row] = await query<ApiBreakerRow>(sql, values);
  if (row === undefined) throw new Error('the state database returned no row for a breaker it has just written');
  return row;
};
