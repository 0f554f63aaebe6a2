import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { open } from '../access/needs.ts';

const year = 365 * 24 * 3_600_000;

/** Answers with the page of the dashboard, whatever its address. */
export type SendPage = (reply: FastifyReply) => FastifyReply;

/** Serves the built dashboard; any address that is not a file, not `/api` and not `/v1` is a page of it. `basePath`: what stands before all addresses, as browsers have them; may be empty. */
export const addDashboard = (app: FastifyInstance, dashboardDir: string, basePath: string): SendPage => {
  app.register(filesOf(dashboardDir));
  // Links of the documentation are relative to this folder.
  app.get('/docs', { config: open, schema: { hide: true } }, async (_request, reply) =>
    reply.redirect(`${basePath}/docs/`),
  );
  if (basePath === '') {
    app.get('/', { config: open, schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
    return (reply) => reply.sendFile('index.html');
  }
  const page = pageUnder(basePath, readFileSync(join(dashboardDir, 'index.html'), 'utf8'));
  const sendPage: SendPage = (reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  app.get('/', { config: open, schema: { hide: true } }, (_request, reply) => sendPage(reply));
  return sendPage;
};

/** The page, which names its files from the root, for a server that is not there. Pure. */
export const pageUnder = (basePath: string, html: string): string =>
  html
    .replaceAll(/(\s(?:href|src)=")\/(?!\/)/g, `$1${basePath}/`)
    .replace('<head>', `<head><meta name="sightglass-base" content="${basePath}">`);

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
      globIgnore: ['index.html'],
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
