import { randomUUID } from 'node:crypto';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { Person } from '../principal.ts';
import { digestOf, newSecret } from '../secret-token.ts';
import { ownedByTeamsOf } from './teams.ts';

export interface SessionRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** From where a session is begun. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
}

/** Of a session that a provider began. */
export interface Provided {
  /** With which the provider knows whose session there is to end. */
  readonly idToken?: string;
  /** It ends sooner than others. */
  readonly longestMs?: number;
}

export interface SessionLimits {
  /** A session that is not used for so long ends. */
  readonly idleMs: number;
  /** It ends so long after it began, used or not. */
  readonly longestMs: number;
}

const longestUserAgent = 300;
/** When it was last used is written at most so often. */
const usedEverySeconds = 60;

export const sessionsIn = (state: Pick<StateStore, 'query'>, { idleMs, longestMs }: SessionLimits) => ({
  /** The secret for the cookie; its digest alone is stored. */
  async begin(personId: string, { address, userAgent }: Client, provided: Provided = {}): Promise<string> {
    const secret = newSecret();
    const endsAfterMs = Math.min(longestMs, provided.longestMs ?? longestMs);
    await state.query('DELETE FROM sessions WHERE expires_at < now()');
    await state.query(
      `INSERT INTO sessions (id, digest, person_id, address, user_agent, expires_at, id_token)
       VALUES ($1, $2, $3, $4, $5, now() + $6::float8 * interval '1 millisecond', $7)`,
      [
        randomUUID(),
        digestOf(secret),
        personId,
        address,
        userAgent.slice(0, longestUserAgent),
        endsAfterMs,
        provided.idToken ?? null,
      ],
    );
    return secret;
  },

  /** Whose session it is, with the role and the teams that person has now; undefined when it has ended, or the person is disabled. `isUse`: it was used now. */
  async holder(secret: string, isUse = true): Promise<Person | undefined> {
    const [row] = await state.query<Omit<Person, 'kind'> & { isOld: boolean }>(
      `SELECT people.id, name, role, sessions.id AS "sessionId", ${ownedByTeamsOf('people.id')} AS teams,
         last_used_at < now() - ${usedEverySeconds} * interval '1 second' AS "isOld"
       FROM sessions JOIN people ON people.id = person_id
       WHERE digest = $1 AND NOT disabled AND expires_at > now() AND last_used_at > now() - $2::float8 * interval '1 millisecond'`,
      [digestOf(secret), idleMs],
    );
    if (row === undefined) return undefined;
    const { isOld, ...person } = row;
    if (isOld && isUse) await state.query('UPDATE sessions SET last_used_at = now() WHERE id = $1', [person.sessionId]);
    return { kind: 'person', ...person };
  },

  list: (personId?: string): Promise<SessionRow[]> =>
    state.query(
      `SELECT sessions.id, person_id AS "personId", name AS "personName", address, user_agent AS "userAgent",
         sessions.created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
       FROM sessions JOIN people ON people.id = person_id
       WHERE ($1::text IS NULL OR person_id = $1) AND expires_at > now() AND last_used_at > now() - $2::float8 * interval '1 millisecond'
       ORDER BY last_used_at DESC LIMIT 500`,
      [personId ?? null, idleMs],
    ),

  /** The token of the provider that began it; undefined where that was a password. */
  async idToken(id: string): Promise<string | undefined> {
    const [row] = await state.query<{ idToken: string | null }>(
      'SELECT id_token AS "idToken" FROM sessions WHERE id = $1',
      [id],
    );
    return row?.idToken ?? undefined;
  },

  /** The name of its person; undefined when there was no such session. Of one person only, when one is given. */
  async end(id: string, personId?: string): Promise<string | undefined> {
    const [ended] = await state.query<{ name: string }>(
      `DELETE FROM sessions USING people WHERE sessions.id = $1 AND people.id = person_id AND ($2::text IS NULL OR person_id = $2)
       RETURNING name`,
      [id, personId ?? null],
    );
    return ended?.name;
  },
});
export type Sessions = ReturnType<typeof sessionsIn>;
