import { allRights } from '@sightglass/model';
import { me, type Me, signedOut, signInRequest } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { FastifyRequest } from 'fastify';
import { rightsOf, sightOf } from '../../access/decide.ts';
import { csrfTokenOf, sessionSecretOf, setSessionCookie } from '../../access/gate.ts';
import { deviceMarkOf, setDeviceCookie } from '../../access/devices.ts';
import type { Principal } from '../../access/principal.ts';
import type { ProviderSignIn } from '../../access/provider/sign-in.ts';
import { type SignIn, SignInRefusedError } from '../../access/sign-in.ts';
import type { People } from '../../access/store/people.ts';
import type { Profiles } from '../../access/store/profiles.ts';
import type { AccessEntry } from '../../access/store/access-log.ts';
import type { Client, Sessions } from '../../access/store/sessions.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import { profileOf } from './profile-of.ts';
import { signedOutUri } from './provider/addresses.ts';

export interface SessionParts {
  /** Undefined where nobody signs in. */
  readonly signIn: SignIn | undefined;
  readonly people: Pick<People, 'lacksAdmin'>;
  readonly profiles: Pick<Profiles, 'of'>;
  readonly sessions: Sessions;
  /** Undefined where no provider signs people in. */
  readonly provider: Pick<ProviderSignIn, 'name' | 'settings' | 'signOutUrl'> | undefined;
  readonly basePath?: string | undefined;
}

/** Nobody signs in on this server. */
export class SignInOffError extends Error {
  readonly code = 'SIGN_IN_OFF';
  readonly statusCode = 409;
  constructor() {
    super('Nobody signs in on this server: it listens on loopback. Set signIn.enabled to true to change that.');
  }
}

/** A person signs in and out. */
export const sessionRoutes =
  ({ signIn, people, profiles, sessions, provider, basePath }: SessionParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    const meOf = async (principal: Principal | undefined, secret: string | undefined): Promise<Me> => ({
      ...shownPrincipal(principal, principal?.kind === 'person' ? await profiles.of(principal.id) : {}),
      signIn: signIn === undefined ? 'off' : 'on',
      provider: provider === undefined ? null : { name: provider.name },
      csrf: principal?.kind === 'person' && secret !== undefined ? csrfTokenOf(secret) : null,
      needsFirstAdmin: signIn !== undefined && principal === undefined && (await people.lacksAdmin()),
    });

    app.get(
      '/me',
      { config: { need: 'anybody' }, schema: { summary: 'Who asks, and what they may do', response: { 200: me } } },
      async (request) => meOf(request.principal, sessionSecretOf(request)),
    );

    app.post(
      '/session',
      {
        config: { need: 'anybody' },
        schema: {
          summary: 'Signs a person in and sets the cookie of the session',
          body: signInRequest,
          response: { 200: me },
        },
      },
      async (request, reply) => {
        if (signIn === undefined) throw new SignInOffError();
        const client = clientOf(request);
        const attempt = { ...request.body, client, deviceMark: deviceMarkOf(request) };
        const { begin, newMark } = await signIn(attempt).catch(async (error: unknown) => {
          if (error instanceof SignInRefusedError) await request.record(refusedEntry(error));
          throw error;
        });
        const secret = await request.together(async () => {
          const begun = await begin();
          request.principal = await sessions.holder(begun);
          await request.record({ action: 'session.begun', target: nameOf(request.principal) });
          return begun;
        });
        setSessionCookie(request, reply, secret);
        if (newMark !== undefined) setDeviceCookie(request, reply, newMark);
        return meOf(request.principal, secret);
      },
    );

    app.delete(
      '/session',
      {
        config: { need: 'signed-in' },
        schema: { summary: 'Signs out: the session of the cookie ends', response: { 200: signedOut } },
      },
      async (request, reply) => {
        const { principal } = request;
        if (principal?.kind !== 'person') return { continueAt: null };
        const idToken = await sessions.idToken(principal.sessionId);
        await request.together(async () => {
          await sessions.end(principal.sessionId);
          await request.record({ action: 'session.ended', target: principal.name });
        });
        setSessionCookie(request, reply, undefined);
        if (idToken === undefined || provider === undefined) return { continueAt: null };
        const backTo = signedOutUri(request, { ...provider.settings, basePath });
        return { continueAt: (await provider.signOutUrl(idToken, backTo)) ?? null };
      },
    );
    done();
  };

/** A name that nobody has may be a password: what is recorded of it only tells whether it is the same again. */
const refusedEntry = ({ attempted }: SignInRefusedError): Pick<AccessEntry, 'action' | 'target' | 'after'> =>
  'name' in attempted
    ? { action: 'session.refused', target: attempted.name }
    : { action: 'session.refused', target: '***', after: { nameHash: attempted.nameHash.slice(0, 16) } };

const nameOf = (principal: Principal | undefined): string =>
  principal === undefined || principal.kind === 'anyone' ? '' : principal.name;

export const clientOf = ({ ip, headers }: FastifyRequest): Client => ({
  address: ip,
  userAgent: headers['user-agent'] ?? '',
});

const shownPrincipal = (
  principal: Principal | undefined,
  chosen: object,
): Pick<Me, 'person' | 'token' | 'rights' | 'sees'> => {
  if (principal === undefined) return { person: null, token: null, rights: [], sees: null };
  if (principal.kind === 'anyone') return { person: null, token: null, rights: allRights, sees: null };
  const [rights, sees] = [[...rightsOf(principal)], seenBy(principal)];
  if (principal.kind === 'token')
    return { person: null, token: { id: principal.id, name: principal.name }, rights, sees };
  const { id, name, role, sessionId } = principal;
  return { person: { id, name, role, sessionId, profile: profileOf(chosen) }, token: null, rights, sees };
};

const seenBy = (principal: Exclude<Principal, { kind: 'anyone' }>): Me['sees'] => {
  const sight = sightOf(principal);
  if (sight === 'all') return null;
  const teams = (principal.kind === 'person' ? principal.teams : principal.of?.teams) ?? [];
  const { namespaces, owners, services, systems } = sight;
  return {
    teams: teams.map(({ name }) => name),
    namespaces: [...namespaces],
    owners: [...owners],
    services: [...services],
    systems: [...systems],
  };
};
