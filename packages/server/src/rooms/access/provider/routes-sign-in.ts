import { signInSettings, type SignInSettings } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { FastifyRequest } from 'fastify';
import type { ProviderSignIn } from '../../../access/provider/sign-in.ts';
import type { AccessLog } from '../../../access/store/access-log.ts';
import { redirectUri, signedOutUri } from './addresses.ts';
import { shownEntry } from '../shown-entry.ts';

export interface SignInSettingsParts {
  readonly provider: ProviderSignIn | undefined;
  readonly log: Pick<AccessLog, 'provided'>;
  readonly basePath?: string | undefined;
  readonly limits: { readonly idle: number; readonly longest: number };
}

const mostRecent = 50;

/** How people sign in, what to register at the provider, and who was let in or refused. */
export const signInSettingsRoutes =
  ({ provider, log, limits, basePath }: SignInSettingsParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/sign-in',
      {
        config: { need: 'people:manage' },
        schema: {
          summary: 'How people sign in, and the newest sign-ins with the provider',
          response: { 200: signInSettings },
        },
      },
      async (request) => ({
        idleMs: limits.idle,
        longestMs: limits.longest,
        provider: provider === undefined ? null : await shownProvider(provider, request, basePath),
        recent: provider === undefined ? [] : (await log.provided(mostRecent)).map(shownEntry),
      }),
    );
    done();
  };

const shownProvider = async (
  { name, settings, offer }: ProviderSignIn,
  request: FastifyRequest,
  basePath: string | undefined,
): Promise<SignInSettings['provider']> => {
  const { allowed, roles, signInAgain, tokensWithout, clockTolerance, ...rest } = settings;
  const offered = await offer();
  return {
    name,
    issuer: rest.issuer,
    clientId: rest.clientId,
    redirectUri: redirectUri(request, { ...settings, basePath }),
    signedOutUri: signedOutUri(request, { ...settings, basePath }),
    groupsClaim: rest.groupsClaim,
    allowed: { groups: [...allowed.groups], domains: [...allowed.domains], everybody: allowed.everybody },
    roles: { ...roles },
    role: rest.role,
    signInAgainMs: signInAgain,
    tokensWithoutMs: tokensWithout,
    clockToleranceMs: clockTolerance,
    offer: offered === undefined ? null : { scopes: [...offered.scopes], canSignOut: offered.canSignOut },
  };
};
