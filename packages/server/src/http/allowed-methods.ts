import type { FastifyInstance } from 'fastify';

/** Tells which methods an address answers; empty when there is no such address. */
export type AllowedMethods = (url: string) => string[];

/** Learns the routes as they are added; to be called before them. */
export const watchAllowedMethods = (app: FastifyInstance): AllowedMethods => {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  return (url) => {
    const path = url.split('?', 1)[0] ?? '';
    return [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  };
};

/** A route such as `/runs/:runId`; a wildcard is a route for whatever is below, and nothing to be allowed by itself. */
const patternOf = (route: string): RegExp => {
  const literal = (segment: string): string => segment.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const segments = route.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : literal(segment)));
  return new RegExp(`^${segments.join('/')}$`);
};
