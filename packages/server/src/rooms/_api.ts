import type { Dependency } from '@sightglass/model/rest';
import type { FastifyInstance } from 'fastify';
import { createApiBreakers } from './external-apis/breakers.ts';
import { startTestEngine, type TestEngine } from '../engine/_engine.ts';
import { createEvents } from '../events/events.ts';
import { type Moment, momentAt } from '../reception/reception-time.ts';
import { createApp } from '../http/app.ts';
import { createLogTail, type LogTail } from '../intake/tail.ts';
import { createReaders } from './readers.ts';
import { openTestState } from '../storage/state/_state.ts';
import { createQueryApi } from './api.ts';
import { createLiveFeed, type LiveFeed } from './live/routes.ts';

export interface TestApi extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly engine: TestEngine;
  readonly tail: LogTail;
  readonly live: LiveFeed;
}

/** The whole read API over a real engine. */
export const startTestApi = async (
  moment: () => Moment = () => momentAt(Date.now()),
  dependencies: readonly Dependency[] = [],
  apiObjectives: ReadonlyMap<string, number> = new Map(),
  watchedApis: readonly string[] = [],
): Promise<TestApi> => {
  const engine = await startTestEngine();
  const events = createEvents(() => {});
  const tail = createLogTail();
  const live = createLiveFeed();
  const state = await openTestState();
  const readers = createReaders(engine.telemetry);
  const breakers = createApiBreakers({ state, watched: watchedApis, called: readers.dependencies.names });
  const app = createApp({
    events,
    api: [
      createQueryApi({
        readers,
        dependencies: { list: () => [...dependencies], latest: () => undefined },
        events,
        tail,
        live,
        moment,
        sharedBreakers: breakers.list,
        apiObjectives,
        others: [breakers.routes],
      }),
    ],
    readiness: [{ name: 'engine', check: () => engine.telemetry.ping() }],
  });
  return {
    app,
    engine,
    tail,
    live,
    async [Symbol.asyncDispose]() {
      await app.close();
      await state[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
};
