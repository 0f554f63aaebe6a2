import type { SharedBreaker } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { apiBreakersIn } from './store.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import { createKnownApis, type ApiNames } from './store-known.ts';
import { apiBreakerRoutes } from './routes-breakers.ts';
import { sharedBreakerOf } from './shared-breaker.ts';

/** The breakers of APIs that processes share: as a list, and as routes of `/api/v1`. */
export const createApiBreakers = ({
  state,
  ...names
}: ApiNames & { readonly state: StateStore }): {
  readonly list: () => Promise<SharedBreaker[]>;
  readonly routes: FastifyPluginCallbackZod;
} => {
  const breakers = apiBreakersIn(state);
  return {
    list: async () => (await breakers.list()).map((row) => sharedBreakerOf(row, Date.now())),
    routes: apiBreakerRoutes(breakers, createKnownApis(names, breakers)),
  };
};
