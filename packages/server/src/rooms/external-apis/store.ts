import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';

/** What is known of one shared breaker. */
export interface ApiBreakerRow {
  readonly name: string;
  readonly isolated: boolean;
  readonly reason: string;
  /** How long it is open yet by the clock of the state, in milliseconds; 0 or less when that is over, null when it is closed. */
  readonly openForMs: number | null;
  readonly openedBy: string | null;
  readonly changedAt: Date;
}

export interface Opening {
  /** 0 closes it. */
  readonly openForMs: number;
  readonly by: string;
  readonly reason: string;
}

/** All times of a breaker are by the clock of the state: those of servers that share it may differ. */
const columns = `name, isolated, reason, opened_by AS "openedBy", changed_at AS "changedAt",
  (extract(epoch FROM open_until - now()) * 1000)::float8 AS "openForMs"`;
const fromNow = (parameter: string): string => `now() + ${parameter}::float8 * interval '1 millisecond'`;

/** A process that may try a call, and how long nobody else may. */
export interface TrialClaim {
  readonly by: string;
  readonly forMs: number;
}

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

  /**
   * A reason given by a person who isolates stays, and so does what another process holds for longer: failures of calls that began
   * before an opening do not end the trial after it.
   */
  async open(name: string, { openForMs, by, reason }: Opening): Promise<ApiBreakerRow> {
    const opened = await state.query<ApiBreakerRow>(
      `INSERT INTO api_breakers AS known (name, reason, open_until, opened_by)
       VALUES ($1, $2, CASE WHEN $3::float8 > 0 THEN ${fromNow('$3')} END, $4)
       ON CONFLICT (name) DO UPDATE SET open_until = excluded.open_until, opened_by = excluded.opened_by, changed_at = now(),
         reason = CASE WHEN known.isolated THEN known.reason ELSE excluded.reason END
       WHERE (known.opened_by <> excluded.opened_by AND known.open_until > excluded.open_until) IS NOT TRUE RETURNING ${columns}`,
      [name, reason, openForMs, by],
    );
    return opened[0] ?? one(state.query, `SELECT ${columns} FROM api_breakers WHERE name = $1`, [name]);
  },

  /** Gives the opening to `by` when it is over or its own; undefined where there is none to give. */
  async claim(name: string, { by, forMs }: TrialClaim): Promise<ApiBreakerRow | undefined> {
    const [row] = await state.query<ApiBreakerRow>(
      `UPDATE api_breakers SET open_until = ${fromNow('$2')}, opened_by = $3, changed_at = now()
       WHERE name = $1 AND NOT isolated AND (open_until <= now() OR (open_until > now() AND opened_by = $3)) RETURNING ${columns}`,
      [name, forMs, by],
    );
    return row;
  },
});
export type ApiBreakers = ReturnType<typeof apiBreakersIn>;

const one = async (query: StateQuery, sql: string, values: Parameters<StateQuery>[1]): Promise<ApiBreakerRow> => {
  const [row] = await query<ApiBreakerRow>(sql, values);
  if (row === undefined) throw new Error('the state database returned no row for a breaker it has just written');
  return row;
};
