import { createHash, randomInt } from 'node:crypto';
import type { StateStore } from '../../storage/state/state-store.ts';
import { digestOf } from '../secret-token.ts';

export interface Consent {
  readonly personId: string;
  readonly personName: string;
  /** How the command line called itself. */
  readonly name: string;
}

/** Without characters that look alike. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const lastsMs = 5 * 60_000;

/** Consents of people that a command line acts for them. The code goes through their hands; it is worth something only to who knows what the challenge was made of. */
export const commandLineConsentsIn = (state: Pick<StateStore, 'query'>) => ({
  async give(personId: string, name: string, challenge: string): Promise<{ code: string; expiresAt: Date }> {
    const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
    const expiresAt = new Date(Date.now() + lastsMs);
    await state.query('DELETE FROM command_line_consents WHERE expires_at < now()');
    await state.query(
      'INSERT INTO command_line_consents (code_digest, challenge, person_id, name, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [digestOf(code), challenge, personId, name, expiresAt],
    );
    return { code: `${code.slice(0, 5)}-${code.slice(5)}`, expiresAt };
  },

  /** For the one request that takes it. */
  async take(code: string, verifier: string): Promise<Consent | undefined> {
    const [row] = await state.query<Consent>(
      `DELETE FROM command_line_consents USING people
       WHERE code_digest = $1 AND challenge = $2 AND expires_at > now() AND people.id = person_id AND NOT disabled
       RETURNING person_id AS "personId", people.name AS "personName", command_line_consents.name`,
      [digestOf(code.toUpperCase().replaceAll(/[^\dA-Z]/gu, '')), challengeOf(verifier)],
    );
    return row;
  },
});
export type CommandLineConsents = ReturnType<typeof commandLineConsentsIn>;

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
