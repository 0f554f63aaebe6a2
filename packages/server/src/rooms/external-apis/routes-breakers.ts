import { isolationOrder, openingNotice, sharedBreaker, stateWords } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { ApiBreakers } from './store.ts';
import type { KnownApis } from './store-known.ts';
import { sharedBreakerOf, unknownBreaker } from './shared-breaker.ts';

const params = z.object({ name: stateWords.max(200) });

/** Breakers of APIs as processes share them and people hold them open. */
export const apiBreakerRoutes =
  (breakers: ApiBreakers, checkKnown: KnownApis): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/apis/:name/breaker',
      {
        schema: {
          summary: 'Whether the breaker of an API is held open, for processes that share it',
          params,
          response: { 200: sharedBreaker },
        },
      },
      async ({ params: { name } }) => {
        const row = await breakers.find(name);
        return row === undefined ? unknownBreaker(name) : sharedBreakerOf(row, Date.now());
      },
    );

    app.put(
      '/apis/:name/isolation',
      {
        schema: {
          summary: 'Holds the breaker of an API open in every process that shares it, or releases it',
          description: 'An API that nobody has called or configured is refused with 404, as no call would be stopped.',
          params,
          body: isolationOrder,
          response: { 200: sharedBreaker },
        },
      },
      async ({ params: { name }, body: { isolated, reason } }) => {
        await checkKnown(name);
        return sharedBreakerOf(await breakers.isolate(name, isolated, reason), Date.now());
      },
    );

    app.put(
      '/apis/:name/breaker',
      {
        schema: {
          summary: 'A process says that its breaker has opened for a while, or closed',
          params,
          body: openingNotice,
          response: { 200: sharedBreaker },
        },
      },
      async ({ params: { name }, body: { openForMs, by, reason } }) => {
        const until = new Date(Date.now() + openForMs);
        return sharedBreakerOf(await breakers.open(name, { until, by, reason }), Date.now());
      },
    );
    done();
  };
