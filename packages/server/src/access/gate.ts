import cookiePlugin from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { decide, isOfNoTelemetry, type Need, sightOf } from './decide.ts';
import { createNotedReads, type ReadEntry } from './noted-reads.ts';
import type { Asked } from './shared-run.ts';
import type { Principal } from './principal.ts';
import { digestOf } from './secret-token.ts';
import type { Sight } from './sight/sight.ts';
import type { AccessEntry } from './store/access-log.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What somebody needs who asks for this route. Every route names it. */
    need?: Need;
    /** It answers for as long as somebody looks. */
    isStream?: boolean;
  }
  interface FastifyRequest {
    /** On whose behalf it is answered; undefined when nobody has signed in. */
    principal: Principal | undefined;
    /** The same, of an address that does not wait for it: undefined too where the state does not answer soon. */
    whoAsks: () => Promise<Principal | undefined>;
    /** Writes into the access log what this request has done. */
    record: (entry: Pick<AccessEntry, 'action' | 'target' | 'before' | 'after'>) => Promise<void>;
    /** Writes into the access log that something sensitive was read, where people sign in; `oftenest` hourly: of one reader and target once an hour. */
    noteRead: (entry: ReadEntry, oftenest?: 'each' | 'hourly') => Promise<void>;
    /** Makes changes and what is recorded of them one: all is kept, or nothing. No password is hashed and no engine asked within. */
    together: <Result>(job: () => Promise<Result>) => Promise<Result>;
    /** Whether who asks may still have what was allowed: of an answer that takes long. */
    mayStill: () => Promise<boolean>;
  }
}

/** Finds out who asks. */
export interface Authenticate {
  /** `isUse` false: only looked at, which does not keep it from ending for want of use. */
  readonly session: (secret: string, isUse?: boolean) => Promise<Principal | undefined>;
  readonly token: (token: string) => Promise<Principal | undefined>;
}

export interface GateParts {
  /** Undefined where nobody signs in: the server listens on loopback, and whoever reaches it may do everything. */
  readonly authenticate: Authenticate | undefined;
  readonly log: (entry: AccessEntry) => Promise<void>;
  /** Whether what this app answers is what somebody sees; unless given, it is what those see who see everything. */
  readonly isFor?: (sight: Sight) => Promise<boolean>;
  /** Changes of the state within the job become one; they stand alone unless given. */
  readonly together?: FastifyRequest['together'];
}

/** Nobody signs in, nothing is recorded. */
export const openToAnyone: GateParts = { authenticate: undefined, log: async () => {} };

/** Who asks is not known, or may not. */
export class AccessRefusedError extends Error {
  readonly statusCode: number;
  readonly code: string;
  constructor({ status, code, detail }: { readonly status: number; readonly code: string; readonly detail: string }) {
    super(detail);
    this.statusCode = status;
    this.code = code;
  }
}

const sessionCookie = 'sightglass-session';
/** Browsers take a cookie of this prefix from its own host alone, for all paths, over TLS (RFC 6265bis, 4.1.3.2). */
const secureCookie = `__Host-${sessionCookie}`;
const csrfHeader = 'x-sightglass-csrf';
const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Before every request: who asks, and whether they may. What needs nothing, health above all, does not wait for the state, nor is it refused for a wrong token. A route that does not name what it needs ends the start with an error. */
export const addGate = (
  app: FastifyInstance,
  { authenticate, log, isFor = isAll, together = alone }: GateParts,
): void => {
  app.register(cookiePlugin, { hook: false });
  requireNeeds(app);
  app.decorateRequest('principal', undefined);
  app.decorateRequest('whoAsks', undefined as never);
  app.decorateRequest('record', undefined as never);
  app.decorateRequest('mayStill', undefined as never);
  app.decorateRequest('together', undefined as never);
  app.decorateRequest('noteRead', undefined as never);
  const noted = createNotedReads();
  app.addHook('onRequest', async (request) => {
    request.record = recorderOf(request, log);
    request.together = together;
    request.noteRead = async (entry, oftenest = 'each') => {
      if (noted.isDue(request, entry, oftenest)) await request.record(entry);
    };
    request.whoAsks = () => soonKnown(request, authenticate);
    const need = request.is404 ? 'nothing' : (request.routeOptions.config.need ?? unnamed);
    if (authenticate === undefined) request.principal = { kind: 'anyone' };
    else if (need !== 'nothing')
      request.principal = handed.get(request.raw) ?? (await principalOf(request, authenticate));
    refuseWithout(need, request, askedOf(request));
    await noteOpenedLink(request);
    request.mayStill = async () =>
      authenticate === undefined || (await isAllowed(request, { authenticate, isFor }, need));
  });
};

/** Who asks, of requests that another app of this server has let in. */
const handed = new WeakMap<FastifyRequest['raw'], Principal>();
export const handTo = (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): void => {
  if (request.principal !== undefined) handed.set(request.raw, request.principal);
  reply.hijack();
  app.routing(request.raw, reply.raw);
};

const isAll = async (sight: Sight): Promise<boolean> => sight === 'all';

const soonMs = 1_000;

const soonKnown = async (
  request: FastifyRequest,
  authenticate: Authenticate | undefined,
): Promise<Principal | undefined> => {
  if (authenticate === undefined) return { kind: 'anyone' };
  if (request.headers.authorization === undefined && request.headers.cookie === undefined) return undefined;
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, soonMs, undefined);
  const known = principalOf(request, authenticate).catch(() => undefined);
  return Promise.race([known, late]).finally(() => clearTimeout(timer));
};

const alone = <Result>(job: () => Promise<Result>): Promise<Result> => job();

const isAllowed = async (
  request: FastifyRequest,
  { authenticate, isFor }: { readonly authenticate: Authenticate; readonly isFor: (sight: Sight) => Promise<boolean> },
  need: Need,
): Promise<boolean> => {
  const looked = { ...authenticate, session: (secret: string) => authenticate.session(secret, false) };
  const principal = await principalOf(request, looked);
  return (
    decide(principal, need, askedOf(request)).allowed && (isOfNoTelemetry(need) || (await isFor(sightOf(principal))))
  );
};

const askedOf = ({ routeOptions, params, query }: FastifyRequest): Asked => ({
  route: routeOptions.url ?? '',
  params: params as Asked['params'],
  query: query as Asked['query'],
});

/** Who opened a link is not known; from where is. */
const noteOpenedLink = async ({ principal, noteRead }: FastifyRequest): Promise<void> => {
  if (principal?.kind !== 'token' || principal.only === undefined) return;
  const { namespace, pipeline, runId } = principal.only;
  await noteRead({ action: 'share-link.opened', target: `${namespace}/${pipeline} ${runId}` }, 'hourly');
};

/** What an answer to this request may hold. */
export const sightFor = ({ principal, routeOptions }: FastifyRequest): Sight =>
  isOfNoTelemetry(routeOptions.config.need ?? unnamed) ? 'all' : sightOf(principal);

/** Raises AccessRefusedError when who asks does not have what is needed. */
export const refuseWithout = (need: Need, { principal }: Pick<FastifyRequest, 'principal'>, asked?: Asked): void => {
  const decision = decide(principal, need, asked);
  if (!decision.allowed) throw new AccessRefusedError(decision);
};

/** A server with such a route does not start; were one added later, admins alone would reach it. */
const unnamed: Need = 'people:manage';

/** The secret of the session a browser has, and how it proves that a page of ours sent a change. */
export const sessionSecretOf = (request: FastifyRequest): string | undefined =>
  request.server.parseCookie(request.headers.cookie ?? '')[cookieNameOf(request)];
export const csrfTokenOf = (secret: string): string => digestOf(`csrf ${secret}`);

/** Over TLS no other name: one without the prefix may have been set by another site of the same domain, or on the way. Loopback without TLS cannot use it. */
const cookieNameOf = ({ protocol }: FastifyRequest): string => (protocol === 'https' ? secureCookie : sessionCookie);

/** `secret` undefined ends it. */
export const setSessionCookie = (request: FastifyRequest, reply: FastifyReply, secret: string | undefined): void => {
  const name = cookieNameOf(request);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: name === secureCookie } as const;
  if (secret === undefined) reply.clearCookie(name, options);
  else reply.setCookie(name, secret, options);
};

const browserCookie = 'sightglass-browser';
const browserCookieOf = ({ protocol }: FastifyRequest): string =>
  protocol === 'https' ? `__Host-${browserCookie}` : browserCookie;

/** By what a browser that has not signed in is known again, while it signs in with a provider. */
export const browserSecretOf = (request: FastifyRequest): string | undefined =>
  request.server.parseCookie(request.headers.cookie ?? '')[browserCookieOf(request)] || undefined;

export const setBrowserCookie = (request: FastifyRequest, reply: FastifyReply, secret: string): void => {
  const secure = request.protocol === 'https';
  reply.setCookie(browserCookieOf(request), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: 900,
  });
};

const requireNeeds = (app: FastifyInstance): void => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    const open = routes.filter(({ config }) => config?.need === undefined);
    if (open.length === 0) return;
    const names = open.map(({ method, url }) => `${String(method)} ${url}`);
    throw new Error(`Routes that do not name what they need: ${names.join(', ')}`);
  });
};

/** A token goes before a cookie. A change that a browser sends with its cookie has to come from a page of ours. */
const principalOf = async (
  request: FastifyRequest,
  { session, token }: Authenticate,
): Promise<Principal | undefined> => {
  const shown = bearerOf(request.headers.authorization);
  if (shown !== undefined) {
    const holder = await token(shown);
    if (holder === undefined) throw tokenUnknown;
    return holder;
  }
  const secret = sessionSecretOf(request);
  const person = secret === undefined ? undefined : await session(secret);
  if (person !== undefined && secret !== undefined && changes.has(request.method)) refuseForeignPages(request, secret);
  return person;
};

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];

const tokenUnknown = new AccessRefusedError({
  status: 401,
  code: 'TOKEN_UNKNOWN',
  detail: 'This token is not known here: it was revoked, it has expired, or it is of another server.',
});

const refuseForeignPages = ({ headers }: FastifyRequest, secret: string): void => {
  const site = headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (!isForeign && headers[csrfHeader] === csrfTokenOf(secret)) return;
  throw new AccessRefusedError({
    status: 403,
    code: 'CSRF_REFUSED',
    detail: `A change with the cookie of a session needs the header "${csrfHeader}" with the value that /api/v1/me gives.`,
  });
};

const recorderOf =
  (request: FastifyRequest, log: GateParts['log']): FastifyRequest['record'] =>
  async (entry) =>
    log({ ...actorOf(request.principal), address: request.ip, ...entry });

const actorOf = (principal: Principal | undefined): Pick<AccessEntry, 'actorKind' | 'actorId' | 'actorName'> => {
  if (principal === undefined) return { actorKind: 'nobody', actorId: '', actorName: '' };
  if (principal.kind === 'anyone') return { actorKind: 'anyone', actorId: '', actorName: '' };
  return { actorKind: principal.kind, actorId: principal.id, actorName: principal.name };
};
