import type { StateStore } from '../../storage/state/state-store.ts';
import { digestOf } from '../secret-token.ts';

/** A sign-in with the provider that is under way. */
export interface ProviderAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  /** The page of ours to go to afterwards. */
  readonly next: string;
}

const lastsMinutes = 10;
/** Anybody may begin one, so their number has a bound: beyond it the oldest go. */
const most = 10_000;

/** Sign-ins under way, by the browser that began them. */
export const providerAttemptsIn = (state: Pick<StateStore, 'query'>) => ({
  async add(browser: string, { state: own, nonce, verifier, redirectUri, next }: ProviderAttempt): Promise<void> {
    await state.query('DELETE FROM provider_attempts WHERE expires_at < now()');
    await state.query(
      `DELETE FROM provider_attempts WHERE state_digest IN
         (SELECT state_digest FROM provider_attempts ORDER BY expires_at DESC OFFSET ${most - 1})`,
    );
    await state.query(
      `INSERT INTO provider_attempts (state_digest, browser_digest, state, nonce, verifier, redirect_uri, next, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + interval '${lastsMinutes} minutes')`,
      [digestOf(own), digestOf(browser), own, nonce, verifier, redirectUri, next],
    );
  },

  /** For the one request that takes it, from the browser that began it. */
  async take(browser: string, own: string): Promise<ProviderAttempt | undefined> {
    const [row] = await state.query<ProviderAttempt>(
      `DELETE FROM provider_attempts WHERE state_digest = $1 AND browser_digest = $2 AND expires_at > now()
       RETURNING state, nonce, verifier, redirect_uri AS "redirectUri", next`,
      [digestOf(own), digestOf(browser)],
    );
    return row;
  },

  /** Why the last one of a browser failed, for its page of signing in: addresses do not say it. */
  async fail(browser: string, words: string): Promise<void> {
    await state.query(`DELETE FROM provider_failures WHERE at < now() - interval '${lastsMinutes} minutes'`);
    await state.query(
      `INSERT INTO provider_failures (browser_digest, words) VALUES ($1, $2)
       ON CONFLICT (browser_digest) DO UPDATE SET words = excluded.words, at = now()`,
      [digestOf(browser), words],
    );
  },

  async failure(browser: string): Promise<string | undefined> {
    const [row] = await state.query<{ words: string }>(
      `SELECT words FROM provider_failures WHERE browser_digest = $1 AND at > now() - interval '${lastsMinutes} minutes'`,
      [digestOf(browser)],
    );
    return row?.words;
  },
});
export type ProviderAttempts = ReturnType<typeof providerAttemptsIn>;
