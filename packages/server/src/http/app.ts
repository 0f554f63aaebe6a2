import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify';
import { type FastifyPluginCallbackZod, jsonSchemaTransform, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import { type AllowedMethods, watchAllowedMethods } from './allowed-methods.ts';
import { addGate, type GateParts } from '../access/gate.ts';
import { reads } from '../access/needs.ts';
import { readSegments } from './address-segments.ts';
import { answerClientError } from './client-error.ts';
import type { HttpEvents } from './events.ts';
import { withoutBase } from './transport/base-path.ts';
import { addDashboard, isPageAddress, type SendPage } from './dashboard.ts';
import { checkHosts } from './transport/host-check.ts';
import { addOperations, type ReadinessCheck, type Trouble } from './operations.ts';
import { refusePlainSenders } from './transport/proxies.ts';
import { limitAddresses, limitQueries } from './transport/limit-requests.ts';
import type { Limits } from '../senders/limits.ts';
import { sendProblem } from './problems.ts';
import type { TlsPair } from './transport/tls.ts';
import { validatorCompiler } from './validation.ts';
import { handOn, type PartApps } from '../access/sight/hand-on.ts';
import { boundQueries, usualMostMs } from './bound-queries.ts';

export interface AppParts {
  readonly events: HttpEvents;
  /** Own metrics, for `/metrics`. */
  readonly registry: Registry;
  /** Routes under `/api/v1`. */
  readonly api: FastifyPluginCallbackZod;
  /** What groups of them are about. */
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  /** Routes at the root, such as OTLP's, which read their own bodies. */
  readonly root?: readonly FastifyPluginCallback[];
  readonly readiness: readonly ReadinessCheck[];
  /** What was accepted and is lost, in sentences. */
  readonly losses?: () => Promise<readonly Trouble[]>;
  /** The built dashboard; without it only the API is served. */
  readonly dashboardDir?: string | undefined;
  /** How long all queries of one request may take together; 40 s unless given. */
  readonly mostQueryingMs?: number;
  /** Host names beside the loopback ones under which a loopback server answers. */
  readonly allowedHosts?: readonly string[];
  /** Certificate and key; without them the port has no TLS. */
  readonly tls?: TlsPair | undefined;
  /** What stands before every address, as browsers have it: "/sightglass"; the root unless given. */
  readonly basePath?: string | undefined;
  /** Addresses of reverse proxies that are believed. */
  readonly trustedProxies?: readonly string[];
  /** Who may ask for what. */
  readonly gate: GateParts;
  /** They answer who sees a part of all telemetry, and close with this one. */
  readonly partApps?: PartApps;
  /** How much one token and one address may ask; any amount unless given. */
  readonly limits?: Limits | undefined;
}

const requestTimeoutMs = 60_000;
/** Node refuses longer ones with 431 before. */
const mostAddressLength = 16_384;

/** Given with the app, not set on it: so Fastify does not load its own, which are an eighth of all modules of a start. */
const schemaController = {
  compilersFactory: {
    buildValidator: (() => validatorCompiler) as never, // its type knows schemas of Ajv only
    buildSerializer: () => () => JSON.stringify,
  },
};

/** The HTTP server, not yet listening. Every error leaves it as problem details. */
export const createApp = (parts: AppParts): FastifyInstance => {
  const { tls, trustedProxies = [], basePath = '' } = parts;
  const app = fastify({
    ...(tls && { https: { ...tls } }),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: sendProblem(parts.events),
    routerOptions: { maxParamLength: mostAddressLength },
    schemaController,
    ...(basePath !== '' && { rewriteUrl: withoutBase(basePath) }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setErrorHandler(sendProblem(parts.events));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
  refuseOtherMethods(app, watchAllowedMethods(app));

  checkHosts(app, parts.allowedHosts ?? []);
  demandTls(app);
  if (tls === undefined && parts.gate.authenticate !== undefined) refusePlainSenders(app, trustedProxies);
  if (parts.limits !== undefined) limitAddresses(app, parts.limits);
  addGate(app, parts.gate);
  app.register(compress, { globalDecompression: false, encodings: ['gzip'], zlibOptions: { level: 1 } });
  app.register(helmet, securityHeaders);
  app.register(swagger, { openapi: { ...description, tags: [...(parts.tags ?? [])] }, transform: jsonSchemaTransform });
  app.register(async (api) => {
    if (parts.limits !== undefined) limitQueries(api, parts.limits); // first: it counts also what another app answers
    handOn(api, parts.partApps, parts.gate);
    readSegments(api);
    keepNowhere(api);
    api.addHook('onRequest', boundQueries(parts.mostQueryingMs ?? usualMostMs));
    api.register(parts.api, { prefix: '/api/v1' });
  });
  for (const plugin of parts.root ?? []) app.register(plugin);
  app.get('/api/openapi.json', { config: reads, schema: { hide: true } }, async () => app.swagger());
  const sendPage = parts.dashboardDir === undefined ? undefined : addDashboard(app, parts.dashboardDir, basePath);
  addOperations(app, { ...parts, sendPage });
  addNotFound(app, parts, sendPage);
  return app;
};

/** Who signs in next at a browser, or behind a proxy, is not shown what it had for somebody else. */
const keepNowhere = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
};

/** Whoever has reached this server over TLS reaches it in no other way for a year (RFC 6797); other names of its domain are not meant. */
const demandTls = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ protocol }, reply) => {
    if (protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  });
};

/** Before a body is looked at: what an address does not answer needs no content type. */
const refuseOtherMethods = (app: FastifyInstance, allowedMethods: AllowedMethods): void => {
  app.addHook('onRequest', async ({ is404, method, url }, reply) => {
    const allowed = is404 ? allowedMethods(url) : [];
    if (allowed.length === 0) return;
    reply.header('allow', allowed.join(', '));
    throw new MethodNotAllowedError(method, url, allowed);
  });
};

const addNotFound = (app: FastifyInstance, { events }: AppParts, sendPage: SendPage | undefined): void => {
  app.setNotFoundHandler((request, reply) => {
    const { method, url } = request;
    if (sendPage !== undefined && isPageAddress(method, url)) return sendPage(reply);
    return sendProblem(events)(new NoSuchAddressError(method, url), request, reply);
  });
};

export class MethodNotAllowedError extends Error {
  readonly code = 'METHOD_NOT_ALLOWED';
  readonly statusCode = 405;
  constructor(method: string, url: string, allowed: readonly string[]) {
    super(`${url} does not answer ${method}; it answers ${allowed.join(', ')}.`);
  }
}

export class NoSuchAddressError extends Error {
  readonly code = 'NOT_FOUND';
  readonly statusCode = 404;
  constructor(method: string, url: string) {
    super(`There is no ${method} ${url}. \`/api/openapi.json\` lists what there is.`);
  }
}

const description = {
  openapi: '3.1.0',
  info: { title: 'Sightglass', version: '1', description: 'Runs, logs, traces and metrics of data pipelines.' },
} as const;

/** Scripts only from here. Styles may be inline: menus and charts place themselves by style. */
const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
} as const;
