import { z } from 'zod';
import type { MailChannel } from '../config.ts';

/** Access tokens of OAuth 2.0. */
export interface Tokens {
  /** One that holds for a minute at least. Raises TokenError. */
  readonly current: () => Promise<string>;
  /** It was refused. */
  readonly forget: () => void;
}

export class TokenError extends Error {
  readonly code = 'MAIL_TOKEN';
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().default(300) });
const timeoutMs = 10_000;
const marginMs = 60_000;

/** By refresh token where there is one, else by client credentials. */
export const createTokens = (oauth2: NonNullable<MailChannel['oauth2']>, nowMs: () => number): Tokens => {
  let known: { readonly token: string; readonly untilMs: number } | undefined;
  const fetchToken = async (): Promise<string> => {
    const { tokenUrl, clientId, clientSecret, refreshToken, scope } = oauth2;
    const form = new URLSearchParams({
      grant_type: refreshToken === undefined ? 'client_credentials' : 'refresh_token',
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(scope !== undefined && { scope }),
    });
    const response = await fetch(tokenUrl, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new TokenError(`no token: ${new URL(tokenUrl).host} cannot be reached`, { cause });
    });
    const parsed = answer.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !parsed.success)
      throw new TokenError(
        `no token: ${new URL(tokenUrl).host} answered ${response.status}; are clientId, clientSecret and refreshToken right?`,
      );
    known = { token: parsed.data.access_token, untilMs: nowMs() + parsed.data.expires_in * 1_000 };
    return known.token;
  };
  return {
    current: async () => (known !== undefined && known.untilMs - nowMs() > marginMs ? known.token : fetchToken()),
    forget: () => (known = undefined),
  };
};
