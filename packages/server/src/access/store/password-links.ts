import type { StateStore } from '../../storage/state/state-store.ts';
import { digestOf, newSecret } from '../secret-token.ts';

/** Whose password a link sets; `personId` is null for the first admin, whom there is not yet. */
export interface PasswordLink {
  readonly personId: string | null;
}

/** Links that let a password be set once. Only their digest is stored. */
export const passwordLinksIn = (state: Pick<StateStore, 'query'>) => ({
  /** The secret of a new link, which takes the place of every earlier one for the same person. */
  async create(personId: string | null, forMs: number): Promise<string> {
    const secret = newSecret();
    await this.keep(personId, digestOf(secret), forMs);
    return secret;
  },

  /** The same for a secret that only somebody else knows. */
  async keep(personId: string | null, digest: string, forMs: number): Promise<void> {
    await state.query('DELETE FROM password_links WHERE person_id IS NOT DISTINCT FROM $1 OR expires_at < now()', [
      personId,
    ]);
    await state.query(
      `INSERT INTO password_links (digest, person_id, expires_at) VALUES ($1, $2, now() + $3::float8 * interval '1 millisecond')`,
      [digest, personId, forMs],
    );
  },

  /** What it is for, without using it. */
  async find(secret: string): Promise<PasswordLink | undefined> {
    const [row] = await state.query<PasswordLink>(
      'SELECT person_id AS "personId" FROM password_links WHERE digest = $1 AND expires_at > now()',
      [digestOf(secret)],
    );
    return row;
  },

  /** True for the one request that uses it. */
  async use(secret: string): Promise<boolean> {
    const used = await state.query('DELETE FROM password_links WHERE digest = $1 AND expires_at > now() RETURNING 1', [
      digestOf(secret),
    ]);
    return used.length === 1;
  },
});
export type PasswordLinks = ReturnType<typeof passwordLinksIn>;
