import type { OpenRoom } from '../../room.ts';
import { keptFor } from '../../schedule/kept-for.ts';
import { externalApiEvents } from './events.ts';
import { createExternalApiReader } from './facts/reader.ts';
import { watchApis } from './loop.ts';
import { apiBreakerRoutes } from './routes-breakers.ts';
import { lookAtApi } from './look-at-api.ts';
import { readApiViews } from './read-api-views.ts';
import { findApis } from './find.ts';
import { apiRoutes, latelyCalled } from './routes.ts';
import { sharedBreakerOf } from './shared-breaker.ts';
import { breakersOfPart, createKnownApis } from './store-known.ts';
import { apiBreakersIn } from './store.ts';
import { systemOfApi } from './system-of-api.ts';
import type { WatchedApi } from './config.ts';

/** How often it is read how APIs are, for alerts. */
const levelsEveryMs = 60_000;

export const openExternalApis: OpenRoom = ({ config: { apis }, telemetry, part, stateOfAll, emit, own }) => {
  const facts = createExternalApiReader(telemetry);
  const breakers = breakersOfPart(apiBreakersIn(stateOfAll), part, facts.names);
  const sharedBreakers = async () => (await breakers.list()).map((row) => sharedBreakerOf(row, Date.now()));
  const checkKnown = createKnownApis({ watched: apis.map(({ name }) => name), called: facts.names }, breakers);
  const { probeNotRecorded } = externalApiEvents(own);
  const parts = { facts, sharedBreakers, objectives: objectivesOf(apis) };
  return {
    name: 'apis',
    routes: {
      about: 'APIs that programs call and we probe, and the circuit breakers processes share',
      plugins: [apiRoutes(parts), apiBreakerRoutes(breakers, checkKnown)],
    },
    offers: {
      async systems({ fromMs, toMs, running }) {
        const nowMs = Date.now();
        const [views, users] = await Promise.all([
          readApiViews(parts, { fromMs, toMs }, undefined),
          facts.users(running.map(({ runId }) => runId)),
        ]);
        return views.map((api) => {
          const ids = new Set(users.find((one) => one.api === api.name)?.runIds);
          return systemOfApi(
            api,
            running.filter(({ runId }) => ids.has(runId)),
            nowMs,
          );
        });
      },
      watch: {
        look: keptFor(levelsEveryMs, async () => {
          const nowMs = Date.now();
          return (await readApiViews(parts, latelyCalled(), undefined)).map((api) => lookAtApi(api, nowMs));
        }),
      },
      find: async (wish) =>
        findApis(...(await Promise.all([readApiViews(parts, latelyCalled(), undefined), facts.names()])), wish),
    },
    start: () => watchApis({ apis, emit: (logs, key) => emit('logs', logs, key), onError: probeNotRecorded }),
  };
};

/** Objectives for availability, of the APIs that have one. */
const objectivesOf = (apis: readonly WatchedApi[]): ReadonlyMap<string, number> =>
  new Map(apis.flatMap(({ name, objective }) => (objective === undefined ? [] : [[name, objective] as const])));
