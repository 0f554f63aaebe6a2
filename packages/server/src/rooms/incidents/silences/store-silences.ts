import type { Silence, SilenceScope } from '@sightglass/model/alerting';
import type { StateStore } from '../../../storage/state/state-store.ts';

export interface StoredSilence extends Silence {
  readonly endedBy: string | null;
}

interface Row {
  readonly id: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly by: string;
  readonly why: string;
  readonly scope: SilenceScope;
  readonly endedBy: string | null;
}

const columns = 'id, from_at AS "fromAt", until_at AS "untilAt", by_name AS by, why, scope, ended_by AS "endedBy"';
const mostListed = 500;

const silenceOf = ({ fromAt, untilAt, scope, ...row }: Row): StoredSilence => ({
  ...row,
  where: scope,
  fromMs: fromAt.getTime(),
  untilMs: untilAt.getTime(),
});

export const silencesIn = (state: StateStore) => ({
  /** Those that hold then, or later. */
  async since(atMs: number): Promise<StoredSilence[]> {
    const rows = await state.query<Row>(`SELECT ${columns} FROM silences WHERE until_at > $1 ORDER BY id`, [
      new Date(atMs),
    ]);
    return rows.map(silenceOf);
  },

  /** The latest to end first. */
  async list(): Promise<StoredSilence[]> {
    const rows = await state.query<Row>(
      `SELECT ${columns} FROM silences ORDER BY until_at DESC, id LIMIT ${mostListed}`,
    );
    return rows.map(silenceOf);
  },

  async add({ id, where, fromMs, untilMs, by, why }: Silence, nowMs: number): Promise<void> {
    await state.query(
      'INSERT INTO silences (id, from_at, until_at, made_at, by_name, why, scope) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, new Date(fromMs), new Date(untilMs), new Date(nowMs), by, why, JSON.stringify(where)],
    );
  },

  /** Undefined where there is none that still holds or will. */
  async end(id: string, by: string, atMs: number): Promise<StoredSilence | undefined> {
    const [row] = await state.query<Row>(
      `UPDATE silences SET until_at = $2, from_at = least(from_at, $2), ended_by = $3 WHERE id = $1 AND until_at > $2 RETURNING ${columns}`,
      [id, new Date(atMs), by],
    );
    return row && silenceOf(row);
  },
});
export type Silences = ReturnType<typeof silencesIn>;
