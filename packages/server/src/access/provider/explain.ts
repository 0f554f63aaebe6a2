import * as client from 'openid-client';
import { awayWords, reasonOf } from './discover.ts';
import { ProviderSignInError } from './refusal.ts';
import { providerName, type ProviderSettings } from './settings.ts';

/** Why the provider did not sign somebody in, in words for who tried. `nowMs` is when its answer was read. Pure. */
export const explain = (error: unknown, settings: ProviderSettings, nowMs: number): ProviderSignInError => {
  if (error instanceof ProviderSignInError) return error;
  const name = providerName(settings);
  if (error instanceof client.AuthorizationResponseError)
    return new ProviderSignInError(
      'provider-refused',
      `${name} did not sign you in: ${refusalWords[error.error] ?? `it answered "${plain(error.error)}"`}.`,
      said(error),
      error,
    );
  if (error instanceof client.WWWAuthenticateChallengeError) return clientRefused(settings, error);
  if (error instanceof client.ResponseBodyError) return ofTokenEndpoint(error, settings);
  const claims = claimsIn(error);
  if (claims !== undefined) return clocksDiffer(claims, settings, nowMs, error);
  const { code } = error as { code?: string };
  return code !== undefined && foreignAnswers.has(code)
    ? new ProviderSignInError(
        'answer-invalid',
        `The answer of ${name} cannot be trusted, so nobody is signed in. An admin finds more under Settings → Sign-in.`,
        { detail: reasonOf(error) },
        error,
      )
    : new ProviderSignInError('provider-away', awayWords(settings), { detail: reasonOf(error) }, error);
};

/** Errors of an answer that came, and is not what it has to be. */
const foreignAnswers: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
]);

/** RFC 6749, 4.1.2.1, and OpenID Connect Core, 3.1.2.6. */
const refusalWords: Readonly<Record<string, string>> = {
  access_denied: 'it was refused there',
  login_required: 'it needs you to sign in there',
  interaction_required: 'it needs an answer of yours there',
  consent_required: 'it needs your consent there',
  invalid_scope: 'it does not know one of the scopes that are asked for; an admin has to correct signIn.oidc.scopes',
  unauthorized_client: 'it does not let this server sign people in; an admin has to allow it there',
  server_error: 'it failed; try again',
  temporarily_unavailable: 'it is busy; try again in a minute',
};

const ofTokenEndpoint = (error: client.ResponseBodyError, settings: ProviderSettings): ProviderSignInError => {
  const name = providerName(settings);
  if (error.status >= 500) return new ProviderSignInError('provider-away', awayWords(settings), said(error), error);
  if (error.error === 'invalid_client' || error.error === 'unauthorized_client') return clientRefused(settings, error);
  return new ProviderSignInError(
    'code-refused',
    `${name} did not take the code with which you came back: it works once and for a short time. Sign in again.`,
    said(error),
    error,
  );
};

const clientRefused = (settings: ProviderSettings, error: Error): ProviderSignInError =>
  new ProviderSignInError(
    'client-refused',
    `${providerName(settings)} does not take the client id or secret of this server. An admin has to correct signIn.oidc.`,
    { detail: reasonOf(error) },
    error,
  );

/** What the provider named as its reason; texts of others are kept short. */
const said = ({ error, error_description: words }: { error: string; error_description?: string | undefined }) => ({
  error: plain(error),
  ...(words !== undefined && { detail: plain(words) }),
});

const plain = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, 300);

interface Times {
  readonly iat?: unknown;
  readonly exp?: unknown;
}

const claimsIn = (error: unknown): Times | undefined => {
  const { code, cause } = error as { code?: string; cause?: { cause?: { claims?: Times }; claims?: Times } };
  return code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' ? (cause?.cause?.claims ?? cause?.claims ?? {}) : undefined;
};

/** Raises ProviderSignInError where what the provider has just issued is not of now. Pure. */
export const checkClocks = (claims: Times, settings: ProviderSettings, nowMs: number): void => {
  const issuedMs = Number(claims.iat) * 1_000;
  const isOfNow = Math.abs(nowMs - issuedMs) <= settings.clockTolerance + 1_000;
  if (!isOfNow) throw clocksDiffer(claims, settings, nowMs);
};

const clocksDiffer = (
  { iat, exp }: Times,
  settings: ProviderSettings,
  nowMs: number,
  cause?: unknown,
): ProviderSignInError => {
  const name = providerName(settings);
  const [here, there, until] = [nowMs, Number(iat) * 1_000, Number(exp) * 1_000].map(clockWords);
  const differenceS = Math.round(Math.abs(nowMs / 1_000 - Number(iat)));
  return new ProviderSignInError(
    'clocks-differ',
    `The clock of this server showed ${here} when that of ${name} showed ${there}, ${differenceS} s apart (what it said holds until ${until}). Set both by NTP; signIn.oidc.clockTolerance is ${settings.clockTolerance / 1_000} s.`,
    { serverAt: here, providerAt: there, differenceS },
    cause,
  );
};

const clockWords = (atMs: number): string =>
  Number.isFinite(atMs) && Math.abs(atMs) < 8e15 ? `${new Date(atMs).toISOString().slice(0, 19)}Z` : 'no time';
