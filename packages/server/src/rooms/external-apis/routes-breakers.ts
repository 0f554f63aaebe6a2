import { sharedBreakerLimits } from '@sightglass/model';
import {
  isolationOrder,
  openingNotice,
  sharedBreaker,
  stateWords,
  trialAnswer,
  trialClaim,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { ApiBreakers } from './store.ts';
import type { KnownApis } from './store-known.ts';
import { sharedBreakerOf, unknownBreaker } from './shared-breaker.ts';
import { reports } from '../../access/needs.ts';

const params = z.object({ name: stateWords.max(sharedBreakerLimits.longestName) });

/** Breakers of APIs as processes share them and people hold them open. */
export const apiBreakerRoutes =
  (breakers: ApiBreakers, checkKnown: KnownApis): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/apis/:name/breaker',
      {
        config: reports,
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
        config: { need: 'apis:isolate' },
        schema: {
          summary: 'Holds the breaker of an API open in every process that shares it, or releases it',
          description: 'An API that nobody has called or configured is refused with 404, as no call would be stopped.',
          params,
          body: isolationOrder,
          response: { 200: sharedBreaker },
        },
      },
      async (request) => {
        const { name } = request.params;
        const { isolated, reason } = request.body;
        await checkKnown(name);
        return request.together(async () => {
          const row = await breakers.isolate(name, isolated, reason);
          await request.record({ action: isolated ? 'api.isolated' : 'api.released', target: name, after: { reason } });
          return sharedBreakerOf(row, Date.now());
        });
      },
    );

    app.put(
      '/apis/:name/breaker',
      {
        config: reports,
        schema: {
          summary: 'A process reports that its breaker has opened for a while, or closed',
          params,
          body: openingNotice,
          response: { 200: sharedBreaker },
        },
      },
      async ({ params: { name }, body }) => sharedBreakerOf(await breakers.open(name, body), Date.now()),
    );

    app.put(
      '/apis/:name/breaker/trial',
      {
        config: reports,
        schema: {
          summary: 'Decides whether a process may try a call, once an opening is over',
          description:
            'Of all processes one gets it. Its next report of an opening or a closing ends it; without one it ends after `forMs`.',
          params,
          body: trialClaim,
          response: { 200: trialAnswer },
        },
      },
      async ({ params: { name }, body }) => {
        const given = await breakers.claim(name, body);
        const row = given ?? (await breakers.find(name));
        if (row === undefined) return { ...unknownBreaker(name), granted: true };
        const isClosed = !row.isolated && row.openForMs === null;
        return { ...sharedBreakerOf(row, Date.now()), granted: given !== undefined || isClosed };
      },
    );
    done();
  };
