import { randomUUID } from 'node:crypto';
import { type Right, rightsOfRole, type Role } from '@sightglass/model';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { Person, SendScope, TokenHolder } from '../principal.ts';
import { digestOf, looksLikeToken, newToken } from '../secret-token.ts';
import { type ActingLimits, personActs } from './person-acts.ts';
import { ownedByTeamsOf } from './teams.ts';

export interface TokenRow extends SendScope {
  readonly id: string;
  readonly kind: 'api' | 'ingest';
  readonly name: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly rights: readonly Right[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewToken extends Partial<SendScope> {
  readonly kind: TokenRow['kind'];
  readonly name: string;
  /** Whose it is; an ingest token is nobody's and outlives who made it. */
  readonly personId: string | null;
  readonly rights: readonly Right[];
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
}

const columns = `tokens.id, kind, tokens.name, person_id AS "personId", people.name AS "personName", rights, signals, namespaces,
  tokens.created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt"`;
const isValid = `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AND ${personActs}`;
/** When it was last used is written at most so often. */
const usedEverySeconds = 60;

export const tokensIn = (state: Pick<StateStore, 'query'>, { withoutProviderMs }: ActingLimits) => ({
  /** The token itself is given out once, here; what is stored is its digest. */
  async create({
    kind,
    name,
    personId,
    rights,
    expiresAt,
    signals,
    namespaces,
  }: NewToken): Promise<{ id: string; token: string }> {
    const token = newToken(kind);
    const id = randomUUID();
    await state.query(
      `INSERT INTO tokens (id, digest, kind, name, person_id, rights, expires_at, signals, namespaces)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, digestOf(token), kind, name, personId, rights, expiresAt, signals ?? null, namespaces ?? null],
    );
    return { id, token };
  },

  holder: holderIn(state, withoutProviderMs),

  /** One that works and has no successor yet; of one person only, when one is given. */
  async find(id: string, personId?: string): Promise<TokenRow | undefined> {
    const [row] = await state.query<TokenRow>(
      `SELECT ${columns} FROM tokens LEFT JOIN people ON people.id = person_id
       WHERE tokens.id = $1 AND ($2::text IS NULL OR person_id = $2) AND revoked_at IS NULL AND replaced_by IS NULL
         AND (expires_at IS NULL OR expires_at > now())`,
      [id, personId ?? null],
    );
    return row;
  },

  /** The old token has a successor, and works no longer than until `untilAt`; false when it has one already. */
  async replace(id: string, by: string, untilAt: Date): Promise<boolean> {
    const replaced = await state.query(
      `UPDATE tokens SET replaced_by = $2, expires_at = least(expires_at, $3)
       WHERE id = $1 AND replaced_by IS NULL AND revoked_at IS NULL RETURNING 1`,
      [id, by, untilAt],
    );
    return replaced.length === 1;
  },

  list: (personId?: string): Promise<TokenRow[]> =>
    state.query(
      `SELECT ${columns} FROM tokens LEFT JOIN people ON people.id = person_id
       WHERE revoked_at IS NULL AND ($1::text IS NULL OR person_id = $1) ORDER BY tokens.created_at DESC LIMIT 1000`,
      [personId ?? null],
    ),

  /** The name of the token; undefined when there was none to revoke. Of one person only, when one is given. */
  async revoke(id: string, personId?: string): Promise<string | undefined> {
    const [revoked] = await state.query<{ name: string }>(
      'UPDATE tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL AND ($2::text IS NULL OR person_id = $2) RETURNING name',
      [id, personId ?? null],
    );
    return revoked?.name;
  },
});
export type Tokens = ReturnType<typeof tokensIn>;

/** Who shows it; undefined when it is unknown, revoked or expired, or its person is disabled. */
const holderIn =
  (state: Pick<StateStore, 'query'>, withoutProviderMs: number) =>
  async (token: string): Promise<TokenHolder | undefined> => {
    if (!looksLikeToken(token)) return undefined; // guesses cost the database nothing
    const [row] = await state.query<
      SendScope & {
        id: string;
        name: string;
        rights: Right[];
        role: Role | null;
        personId: string | null;
        teams: Person['teams'];
        isOld: boolean;
      }
    >(
      `SELECT tokens.id, tokens.name, rights, signals, namespaces, role, person_id AS "personId", ${ownedByTeamsOf('tokens.person_id')} AS teams,
         (last_used_at IS NULL OR last_used_at < now() - ${usedEverySeconds} * interval '1 second') AS "isOld"
       FROM tokens LEFT JOIN people ON people.id = person_id WHERE digest = $1 AND ${isValid}`,
      [digestOf(token), withoutProviderMs],
    );
    if (row === undefined) return undefined;
    const { id, name, rights, signals, namespaces, role, personId, teams, isOld } = row;
    if (isOld) await state.query('UPDATE tokens SET last_used_at = now() WHERE id = $1', [id]);
    const held = role === null ? rights : rights.filter((right) => rightsOfRole[role].has(right));
    return {
      kind: 'token',
      id,
      name,
      personId,
      rights: new Set(held),
      ...((signals !== null || namespaces !== null) && { scope: { signals, namespaces } }),
      of: role === null ? undefined : { role, teams },
    };
  };
