import type { FastifyInstance } from 'fastify';
import { createEvents } from '../events.ts';
import { createApp } from '../http/app.ts';
import { createQueryApi } from '../query/api.ts';
import { createReaders } from '../storage/telemetry/readers.ts';
import { startTestEngine, type TestEngine } from './engine.ts';

export interface TestApi extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly engine: TestEngine;
}

/** The whole read API over a real engine. */
export const startTestApi = async (): Promise<TestApi> => {
  const engine = await startTestEngine();
  const app = createApp({
    events: createEvents(() => {}),
    api: [createQueryApi({ readers: createReaders(engine.telemetry) })],
    readiness: [{ name: 'engine', check: () => engine.telemetry.ping() }],
  });
  return {
    app,
    engine,
    async [Symbol.asyncDispose]() {
      await app.close();
      await engine[Symbol.asyncDispose]();
    },
  };
};
