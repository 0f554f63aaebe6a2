import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';

/** What the provider knows of somebody, by claim; `sub` is the account. */
export interface ProvidedAccount {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Who signs in next, without a question. */
  account: ProvidedAccount;
  /** How long an ID token holds, in seconds. */
  idTokenSeconds: number;
  /** Whether it answers nothing at all, as behind a broken network. */
  isSilent: boolean;
  /** Called when a code is exchanged; what it returns, when that is answered. */
  onToken: (() => () => void) | undefined;
}

export const testClient = { id: 'sightglass', secret: 'a secret of the client of 32 bytes' } as const;

/** A real provider of OpenID Connect on loopback, which signs in whoever `account` is. `offered`: its claims by scope. */
export const startTestProvider = async (
  baseUrls: readonly string[],
  offered: Readonly<Record<string, readonly string[]>> = { groups: ['groups'] },
): Promise<TestProvider> => {
  let answer: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    if (test.isSilent) return;
    const answered = request.url === '/token' ? test.onToken?.() : undefined;
    if (answered !== undefined) response.prependOnceListener('finish', answered);
    void Promise.resolve(answer?.(request, response)).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const test: TestProvider = {
    issuer,
    account: { sub: 'nobody' },
    idTokenSeconds: 3_600,
    isSilent: false,
    onToken: undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const provider = new Provider(issuer, configuration(test, baseUrls, offered));
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next();
    context.respond = false;
    const login = { accountId: test.account.sub };
    return provider.interactionFinished(context.req, context.res, { login, consent: {} });
  });
  answer = provider.callback();
  return test;
};

const configuration = (
  test: TestProvider,
  baseUrls: readonly string[],
  offered: Readonly<Record<string, readonly string[]>>,
): Configuration => ({
  clients: [
    {
      client_id: testClient.id,
      client_secret: testClient.secret,
      redirect_uris: baseUrls.map((base) => `${base}/api/v1/oidc/callback`),
      post_logout_redirect_uris: baseUrls.map((base) => `${base}/sign-in`),
    },
  ],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'preferred_username'],
    ...Object.fromEntries(Object.entries(offered).map(([scope, claims]) => [scope, [...claims]])),
  },
  scopes: ['openid', 'offline_access', 'email', 'profile', ...Object.keys(offered)],
  cookies: { keys: ['a key of the cookies of the test'] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource: leave } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  ttl: {
    IdToken: () => test.idTokenSeconds,
    AccessToken: 3_600,
    AuthorizationCode: 60,
    Grant: 3_600,
    Session: 3_600,
    Interaction: 600,
  },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...test.account, sub }) }),
  loadExistingGrant: consent,
});

/** Everybody consents to everything. */
const consent = async ({ oidc }: KoaContextWithOIDC) => {
  const { client, session, provider, params } = oidc;
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
  grant.addOIDCScope(params?.['scope'] as string);
  await grant.save();
  return grant;
};

/** The question whether to sign out, answered with yes at once. */
const leave = (context: KoaContextWithOIDC, form: string): void => {
  context.body = `<!DOCTYPE html><title>Sign-out</title>${form.replace('</form>', '<input type="hidden" name="logout" value="yes"/><button>Yes, sign me out</button></form>')}`;
};
