import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { open } from '../access/needs.ts';

const year = 365 * 24 * 3_600_000;

/** Serves the built dashboard; any address that is not a file, not `/api` and not `/v1` is a page of it. */
export const addDashboard = (app: FastifyInstance, dashboardDir: string): void => {
  app.register(filesOf(dashboardDir));
  // Links of the documentation are relative to this folder.
  app.get('/docs', { config: open, schema: { hide: true } }, async (_request, reply) => reply.redirect('/docs/'));
};

/** Its files hold no data: they are for everybody, and the page for signing in is one of them. */
const filesOf = (root: string): FastifyPluginAsync =>
  fastifyPlugin(async (app) => {
    let areFiles = true;
    app.addHook('onRoute', (route) => {
      if (areFiles) route.config = { ...route.config, ...open };
    });
    await app.register(import('@fastify/static'), {
      root,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = /[/\\]assets[/\\]/.test(path);
        reply.header('cache-control', isHashed ? `public, max-age=${year / 1000}, immutable` : 'no-cache');
      },
    });
    areFiles = false;
  });

export const isPageAddress = (method: string, url: string): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(api|v1|assets)(\/|$|\?)/.test(url);
