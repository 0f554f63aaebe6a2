import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** One thing the server needs to be of use; `check` answers within a few seconds and does not throw. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<boolean>;
}

/** `/healthz`: the process answers. `/readyz`: what it needs answers too. `/metrics`: about itself, for Prometheus. */
export const addOperations = (app: FastifyInstance, registry: Registry, checks: readonly ReadinessCheck[]): void => {
  const hide = { schema: { hide: true } } as const;
  app.get('/healthz', hide, async () => ({ status: 'ok' }));

  app.get('/readyz', hide, async (_request, reply) => {
    const results = await Promise.all(checks.map(async ({ name, check }) => [name, await check()] as const));
    const isReady = results.every(([, isFine]) => isFine);
    const states = results.map(([name, isFine]) => [name, isFine ? 'ok' : 'failing']);
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(states) });
  });

  app.get('/metrics', hide, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
};
