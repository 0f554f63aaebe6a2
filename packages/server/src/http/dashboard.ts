import type { FastifyInstance } from 'fastify';

const year = 365 * 24 * 3_600_000;

/** Serves the built dashboard; any address that is not a file, not `/api` and not `/v1` is a page of it. */
export const addDashboard = (app: FastifyInstance, dashboardDir: string): void => {
  app.register(import('@fastify/static'), {
    root: dashboardDir,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', isHashed ? `public, max-age=${year / 1000}, immutable` : 'no-cache');
    },
  });
  // Links of the documentation are relative to this folder.
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/docs/'));
};

export const isPageAddress = (method: string, url: string): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(api|v1|assets)(\/|$|\?)/.test(url);
