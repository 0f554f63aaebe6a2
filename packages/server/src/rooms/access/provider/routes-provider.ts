import { isOwnPath } from '@sightglass/model';
import { signInFailure } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Attempts, SignInDelayedError } from '../../../access/attempts.ts';
import { browserSecretOf, setBrowserCookie, setSessionCookie } from '../../../access/gate.ts';
import { ProviderSignInError } from '../../../access/provider/refusal.ts';
import type { Entrant, ProviderSignIn, SignedIn } from '../../../access/provider/sign-in.ts';
import type { Sessions } from '../../../access/store/sessions.ts';
import { redirectUri } from './addresses.ts';
import { clientOf, SignInOffError } from '../routes-session.ts';

export interface ProviderRouteParts {
  readonly provider: ProviderSignIn | undefined;
  /** What stands before all addresses as browsers have them. */
  readonly basePath?: string | undefined;
  readonly attempts: Attempts;
  readonly sessions: Pick<Sessions, 'holder'>;
}

const leads = { 303: z.null().describe('The header Location says where to go') };
const startQuery = z.object({ next: z.string().max(2_000).optional().describe('The page to come back to') });

/** A browser goes to the provider and comes back. What fails leads to the page for signing in, which asks why: addresses hold no reasons. */
export const providerRoutes =
  ({ provider, attempts, sessions, basePath = '' }: ProviderRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    /** The account, its rights, the session and what is recorded of them are one. */
    const signIn = (request: FastifyRequest, enter: Entrant['enter']): Promise<string> =>
      request.together(async () => {
        const signedIn = await enter(clientOf(request));
        request.principal = await sessions.holder(signedIn.secret);
        await recordSignIn(request, signedIn);
        return signedIn.secret;
      });

    app.get(
      '/oidc/start',
      {
        config: { need: 'anybody' },
        schema: { summary: 'Leads a browser to the provider to sign in', querystring: startQuery, response: leads },
      },
      async (request, reply) => {
        if (provider === undefined) throw new SignInOffError();
        const next = ownPathIn(request.query.next) ?? `${basePath}/`;
        const browser = browserOf(request, reply, provider);
        const url = await provider
          .begin(browser, redirectUri(request, { ...provider.settings, basePath }), next)
          .catch((error: unknown) => failed(request, provider, browser, error));
        return reply.redirect(url ?? failedPage(basePath, next), 303);
      },
    );

    app.get(
      '/oidc/callback',
      {
        config: { need: 'anybody', foreignQuery: true },
        schema: { summary: 'Where the provider leads a browser back to', response: leads },
      },
      async (request, reply) => {
        if (provider === undefined) throw new SignInOffError();
        const browser = browserOf(request, reply, provider);
        const { address } = clientOf(request);
        const url = new URL(request.url, 'http://here');
        const entering = attempts
          .begin({ address })
          .then(() => provider.finish(browser, url))
          .then(async ({ enter, next }) => ({ secret: await signIn(request, enter), next }));
        const signedIn = await entering.catch((error: unknown) => failed(request, provider, browser, error));
        if (signedIn === undefined) return reply.redirect(failedPage(basePath, `${basePath}/`), 303);
        await attempts.succeeded({ address });
        setSessionCookie(request, reply, signedIn.secret);
        return reply.redirect(signedIn.next, 303);
      },
    );

    app.get(
      '/oidc/failure',
      {
        config: { need: 'anybody' },
        schema: {
          summary: 'Why the last sign-in of this browser with the provider failed',
          response: { 200: signInFailure },
        },
      },
      async (request) => {
        const browser = browserSecretOf(request);
        const detail = browser === undefined ? undefined : await provider?.failure(browser);
        return { detail: detail ?? null };
      },
    );
    done();
  };

const ownPathIn = (next: string | undefined): string | undefined =>
  next !== undefined && isOwnPath(next) ? next : undefined;

const failedPage = (basePath: string, next: string): string =>
  `${basePath}/sign-in?${new URLSearchParams({ ...(next !== `${basePath}/` && { next }), failed: 'provider' }).toString()}`;

/** Who begins a sign-in is who ends it: known by a cookie of its own. */
const browserOf = (request: FastifyRequest, reply: FastifyReply, { newBrowser }: ProviderSignIn): string => {
  const browser = browserSecretOf(request) ?? newBrowser();
  setBrowserCookie(request, reply, browser);
  return browser;
};

/** Remembers why, for the page that comes next, and for admins where the provider had its part. Raises what is not of signing in. */
const failed = async (
  request: FastifyRequest,
  provider: ProviderSignIn,
  browser: string,
  error: unknown,
): Promise<undefined> => {
  const isRefusal = error instanceof ProviderSignInError;
  if (!isRefusal && !(error instanceof SignInDelayedError)) throw error;
  await provider.fail(browser, error.message);
  // Anybody can begin, or come with a made-up answer, again and again: the access log, which only grows, has none of these.
  if (!isRefusal || error.reason === 'attempt-unknown' || request.routeOptions.url?.endsWith('/start'))
    return undefined;
  const { name, ...noted } = error.noted;
  await request.record({
    action: 'session.refused',
    target: typeof name === 'string' ? name : '',
    after: { by: provider.name, reason: error.reason, words: error.message, ...noted },
  });
  return undefined;
};

const recordSignIn = async (request: FastifyRequest, signedIn: SignedIn): Promise<void> => {
  const { before, person, claimsWithoutGroups, by } = signedIn;
  const { name: target, role, groups } = person;
  if (before === undefined) await request.record({ action: 'person.created', target, after: { by, role, groups } });
  else if (before.role !== role)
    await request.record({
      action: 'person.changed',
      target,
      before: { role: before.role },
      after: { by, role, groups },
    });
  await request.record({
    action: 'session.begun',
    target,
    after: { by, role, groups, ...(claimsWithoutGroups && { reason: 'groups-missing', claims: claimsWithoutGroups }) },
  });
};
