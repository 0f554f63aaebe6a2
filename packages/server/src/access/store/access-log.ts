import type { StateStore } from '../../storage/state/state-store.ts';

/** One thing somebody did. `before` and `after` are what changed, without secrets. */
export interface AccessEntry {
  readonly actorKind: 'person' | 'token' | 'anyone' | 'nobody' | 'machine';
  readonly actorId: string;
  readonly actorName: string;
  /** `person.role.changed`, `session.begun`, … */
  readonly action: string;
  readonly target: string;
  readonly address: string;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}

export interface StoredAccessEntry extends AccessEntry {
  readonly position: string;
  readonly at: Date;
}

export interface AccessFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** A text anywhere in an entry. */
  readonly q?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Entries before this one: the next page. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const columns = `position::text, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action, target,
  address, before, after`;

/** It only grows: the database refuses to change or delete an entry, but for those that `retention.accessLogDays` does not keep. */
export const accessLogIn = (state: Pick<StateStore, 'query'>) => ({
  async add({ actorKind, actorId, actorName, action, target, address, before, after }: AccessEntry): Promise<void> {
    await state.query(
      `INSERT INTO access_log (actor_kind, actor_id, actor_name, action, target, address, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)`,
      [actorKind, actorId, actorName, action, target, address, json(before), json(after)],
    );
  },

  list: ({ actor, action, q, from, to, before, limit }: AccessFilter): Promise<StoredAccessEntry[]> =>
    state.query(
      `SELECT ${columns} FROM access_log
       WHERE ($1::text IS NULL OR actor_name = $1) AND ($2::text IS NULL OR action = $2 OR starts_with(action, $2 || '.'))
         AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at < $4)
         AND ($5::bigint IS NULL OR access_log.position < $5)
         AND ($7::text IS NULL OR position(lower($7) IN lower(concat_ws(' ', actor_name, action, target, address, before::text, after::text))) > 0)
       ORDER BY access_log.position DESC LIMIT $6`,
      [actor ?? null, action ?? null, from ?? null, to ?? null, before ?? null, limit, q ?? null],
    ),

  /** Sign-ins with a provider in the last 30 days, and those that were refused, newest first. */
  provided: (most: number): Promise<StoredAccessEntry[]> =>
    state.query(
      `SELECT ${columns} FROM access_log
       WHERE at > now() - interval '30 days' AND action IN ('session.begun', 'session.refused') AND after ->> 'by' IS NOT NULL
       ORDER BY access_log.position DESC LIMIT $1`,
      [most],
    ),
});
export type AccessLog = ReturnType<typeof accessLogIn>;

const json = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));
