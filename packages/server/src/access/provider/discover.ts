import * as client from 'openid-client';
import { ProviderSignInError } from './refusal.ts';
import { providerName, type ProviderSettings } from './settings.ts';

const keptForMs = 3_600_000;

export type Provider = client.Configuration;

/** What the provider says of itself, read once an hour; what failed is read again with the next request. Raises ProviderSignInError. */
export const createDiscovery = (settings: ProviderSettings) => {
  let known: { readonly provider: Promise<Provider>; readonly untilMs: number } | undefined;
  return (): Promise<Provider> => {
    if (known !== undefined && performance.now() < known.untilMs) return known.provider;
    const provider = discover(settings);
    const mine = { provider, untilMs: performance.now() + keptForMs };
    known = mine;
    provider.catch(() => {
      if (known === mine) known = undefined;
    });
    return provider;
  };
};

const discover = async (settings: ProviderSettings): Promise<Provider> => {
  const { issuer, clientId, clockTolerance, timeout } = settings;
  const server = new URL(issuer);
  const metadata = { [client.clockTolerance]: clockTolerance / 1_000 };
  const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const options = { execute, timeout: timeout / 1_000 };
  const found = await client.discovery(server, clientId, metadata, undefined, options).catch((error: unknown) => {
    throw undiscovered(settings, error);
  });
  const offered = found.serverMetadata().token_endpoint_auth_methods_supported;
  const provider = new client.Configuration(found.serverMetadata(), clientId, metadata, sendSecret(settings, offered));
  provider.timeout = timeout / 1_000;
  for (const apply of [...execute, client.enableNonRepudiationChecks]) apply(provider);
  return provider;
};

/** Basic is what holds where a provider does not say (OpenID Connect Discovery 1.0, section 3). */
const sendSecret = (
  { clientSecret, authentication }: ProviderSettings,
  offered: readonly string[] = ['client_secret_basic'],
): client.ClientAuth => {
  if (clientSecret === undefined) return client.None();
  const isBasic = authentication === undefined ? offered.includes('client_secret_basic') : authentication === 'basic';
  return isBasic ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret);
};

const undiscovered = (settings: ProviderSettings, error: unknown): ProviderSignInError => {
  const called = issuerIn(error);
  if (called !== undefined)
    return new ProviderSignInError(
      'answer-invalid',
      `The provider calls itself "${called}", not "${settings.issuer}": an admin has to write that as signIn.oidc.issuer.`,
      {},
      error,
    );
  return new ProviderSignInError('provider-away', awayWords(settings), { detail: reasonOf(error) }, error);
};

/** The name of a provider whose discovery document is that of another. */
const issuerIn = (error: unknown): string | undefined => {
  const { cause } = error as { cause?: { body?: { issuer?: unknown } } };
  const called = cause?.body?.issuer;
  return typeof called === 'string' ? called : undefined;
};

/** What people read while the provider is away. */
export const awayWords = (settings: Pick<ProviderSettings, 'label' | 'issuer'>): string =>
  `${providerName(settings)} does not answer as it should. Try again in a minute; who has a password here signs in with it.`;

/** The innermost reason, for the access log. */
export const reasonOf = (error: unknown): string => {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string };
  if (cause instanceof Error) return reasonOf(cause);
  return [code, message].filter(Boolean).join(': ').slice(0, 300);
};
