import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify';
import {
  type FastifyPluginCallbackZod,
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Events } from '../events.ts';
import { addDashboard, isPageAddress } from './dashboard.ts';
import { checkHosts } from './host-check.ts';
import { addOperations, type ReadinessCheck } from './operations.ts';
import { sendProblem } from './problems.ts';

export interface AppParts {
  readonly events: Events;
  /** Routes under `/api/v1`. */
  readonly api: readonly FastifyPluginCallbackZod[];
  /** Routes at the root, such as OTLP's, which read their own bodies. */
  readonly root?: readonly FastifyPluginCallback[];
  readonly readiness: readonly ReadinessCheck[];
  /** The built dashboard; without it only the API is served. */
  readonly dashboardDir?: string | undefined;
  /** Host names beside the loopback ones under which a loopback server answers. */
  readonly allowedHosts?: readonly string[];
}

const requestTimeoutMs = 60_000;

/** The HTTP server, not yet listening. Every error leaves it as problem details. */
export const createApp = (parts: AppParts): FastifyInstance => {
  const app = fastify({
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(sendProblem(parts.events));
  app.removeAllContentTypeParsers();

  checkHosts(app, parts.allowedHosts ?? []);
  app.register(compress, { globalDecompression: false, encodings: ['gzip'], zlibOptions: { level: 1 } });
  app.register(helmet, securityHeaders);
  app.register(swagger, { openapi: description, transform: jsonSchemaTransform });
  app.register(async (api) => {
    for (const plugin of parts.api) api.register(plugin, { prefix: '/api/v1' });
  });
  for (const plugin of parts.root ?? []) app.register(plugin);
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  addOperations(app, parts.events, parts.readiness);
  if (parts.dashboardDir !== undefined) addDashboard(app, parts.dashboardDir);
  addNotFound(app, parts);
  return app;
};

const addNotFound = (app: FastifyInstance, { dashboardDir, events }: AppParts): void => {
  app.setNotFoundHandler((request, reply) => {
    if (dashboardDir !== undefined && isPageAddress(request.method, request.url)) return reply.sendFile('index.html');
    const detail = `There is no ${request.method} ${request.url}. \`/api/openapi.json\` lists what there is.`;
    return sendProblem(events)(
      Object.assign(new Error(detail), { statusCode: 404, code: 'NOT_FOUND' }),
      request,
      reply,
    );
  });
};

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
