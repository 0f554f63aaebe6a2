import type { FastifyInstance } from 'fastify';
import { type Access, openAccess } from '../access/open-access.ts';
import type { ConfigInput } from '../config/schema.ts';
import { loadConfig } from '../config/load.ts';
import { startTestEngine, type TestEngine } from '../engine/_engine.ts';
import { createOwnTelemetry } from '../events/own-telemetry.ts';
import { createApp } from '../http/app.ts';
import { createEventStreams } from '../http/event-stream.ts';
import { httpEvents } from '../http/events.ts';
import { roomsApi, tagsOf } from '../http/rooms-api.ts';
import { createLogTail, type LogTail } from '../intake/tail.ts';
import { openTestState } from '../storage/state/_state.ts';
import { openPlans } from '../plans/open-plans.ts';
import { allReceivedAt, type ReceptionTime } from '../reception/reception-time.ts';
import { openRooms } from '../rooms.ts';
import { searchOf } from '../search.ts';
import { ruleBookIn } from '../storage/telemetry/span-rules/kept-rules.ts';
import { openRedaction } from '../storage/telemetry/redaction/open-redaction.ts';
import { openStandingRules } from '../storage/telemetry/span-rules/standing-rules.ts';
import { createLiveFeed, type LiveFeed } from '../storage/telemetry/live-feed.ts';

export interface TestApi extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly engine: TestEngine;
  readonly access: Access;
  readonly tail: LogTail;
  readonly live: LiveFeed;
}

/** Every room’s routes over a real engine; nothing runs by itself. */
export const startTestApi = async (
  receptionTime: () => ReceptionTime = () => allReceivedAt(Date.now()),
  settings: Pick<ConfigInput, 'dependencies' | 'apis' | 'pipelines' | 'spanRules' | 'signIn' | 'privacy'> = {},
): Promise<TestApi> => {
  const engine = await startTestEngine();
  const own = createOwnTelemetry(() => {});
  const tail = createLogTail();
  const live = createLiveFeed();
  const streams = createEventStreams({ everyMs: 50 });
  const state = await openTestState();
  const config = loadConfig({ env: {}, overrides: settings });
  const access = openAccess(state, config.signIn);
  const plans = await openPlans(
    { state, installationId: 'test', onDifferences: () => {} },
    config.pipelines,
    receptionTime().nowMs,
  );
  const spanRules = await openStandingRules({
    telemetry: engine.telemetry,
    book: ruleBookIn(state, 'test'),
    fromFile: config.spanRules,
    onChanged: () => {},
    onError: () => {},
  });
  const redaction = await openRedaction(config.privacy, state);
  const opened = openRooms({
    config,
    own,
    state,
    access,
    plans,
    telemetry: engine.telemetry,
    emit: () => Promise.reject(new Error('nothing runs by itself here')),
    receptionTime,
    tail,
    redaction,
    spanRules,
    live,
    openStream: streams.openStream,
  });
  const apiParts = [...opened, searchOf(opened)];
  const app = createApp({
    events: httpEvents(own),
    registry: own.registry,
    api: roomsApi(apiParts, streams),
    tags: tagsOf(apiParts),
    gate: access.gate,
    readiness: [
      { name: 'engine', check: async () => ((await engine.telemetry.ping()) ? undefined : 'it does not answer') },
    ],
  });
  return {
    app,
    engine,
    access,
    tail,
    live,
    async [Symbol.asyncDispose]() {
      await app.close();
      await spanRules[Symbol.asyncDispose]();
      await state[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
};
