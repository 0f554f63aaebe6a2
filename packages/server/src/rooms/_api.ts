import type { FastifyInstance } from 'fastify';
import { type Access, openAccess } from '../access/open-access.ts';
import type { Environment } from '../config/environment.ts';
import type { ConfigInput, ServerConfig } from '../config/schema.ts';
import { BackupError } from '../backup/errors.ts';
import { loadConfig } from '../config/load.ts';
import { startTestEngine, type TestEngine } from '../engine/_engine.ts';
import { createOwnTelemetry } from '../events/own-telemetry.ts';
import { createApp } from '../http/app.ts';
import { createEventStreams } from '../http/event-stream.ts';
import { httpEvents } from '../http/events.ts';
import { roomsApi, tagsOf } from '../http/rooms-api.ts';
import { createLogTail, type LogTail } from '../intake/tail.ts';
import { joinState } from '../storage/state/joined-state.ts';
import { openTestState } from '../storage/state/_state.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import { openPlans } from '../plans/open-plans.ts';
import { allReceivedAt, type ReceptionTime } from '../reception/reception-time.ts';
import type { Foundations } from '../foundations.ts';
import { openPartApps } from '../part-apps.ts';
import type { Room } from '../room.ts';
import { openRooms } from '../rooms.ts';
import { openSenders } from '../senders/open-senders.ts';
import { limitsIn } from '../config/limits.ts';
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
  readonly state: StateStore;
  readonly rooms: readonly Room[];
  readonly samples: Foundations['samples'];
  readonly config: ServerConfig;
}

/** What needs an engine of its own. */
const notHere = {
  erasing: {
    untilStored: async () => {},
    whileStill: <Result>(job: () => Promise<Result>) => job(),
    restartEngine: () => Promise.reject(new Error('The engine is shared with other tests.')),
  },
  backup: {
    isUnderWay: false,
    begin: () => Promise.reject(new BackupError('BACKUP_FAILED', 'The engine is shared with other tests.')),
  },
};

type TestSettings = Pick<
  ConfigInput,
  | 'alerts'
  | 'channels'
  | 'publicUrl'
  | 'dependencies'
  | 'apis'
  | 'pipelines'
  | 'spanRules'
  | 'signIn'
  | 'limits'
  | 'trustedProxies'
  | 'privacy'
>;

const openRules = ({ telemetry }: TestEngine, state: StateStore, { spanRules }: ServerConfig) =>
  openStandingRules({
    telemetry,
    book: ruleBookIn(state, 'test'),
    fromFile: spanRules,
    onChanged: () => {},
    onError: () => {},
  });

/** Every room’s routes over a real engine; nothing runs by itself. */
export const startTestApi = async (
  receptionTime: () => ReceptionTime = () => allReceivedAt(Date.now()),
  settings: TestSettings = {},
  env: Environment = {},
): Promise<TestApi> => {
  const engine = await startTestEngine();
  const own = createOwnTelemetry(() => {});
  const tail = createLogTail();
  const live = createLiveFeed();
  const createStreams = () => createEventStreams({ everyMs: 50 });
  const streams = createStreams();
  const state = joinState(await openTestState());
  const config = loadConfig({ env, overrides: settings });
  const access = openAccess(state, config.signIn);
  const senders = openSenders({ state, limits: limitsIn(config), own });
  const plans = await openPlans(
    { state, installationId: 'test', onDifferences: () => {} },
    config.pipelines,
    receptionTime().nowMs,
  );
  const spanRules = await openRules(engine, state, config);
  const samples: Foundations['samples'] = new Map();
  const foundations: Foundations = {
    config,
    own,
    state,
    stateOfAll: state,
    access,
    senders,
    plans,
    telemetry: engine.telemetry,
    telemetryOfAll: engine.telemetry,
    samples,
    part: undefined,
    emit: () => Promise.reject(new Error('nothing runs by itself here')),
    receptionTime,
    tail,
    redaction: await openRedaction(config.privacy, state),
    spanRules,
    live,
    openStream: streams.openStream,
    retention: { heldBytes: 0 },
    ...notHere,
  };
  const opened = openRooms(foundations);
  const common = { events: httpEvents(own), registry: own.registry, gate: access.gate };
  const apiParts = [...opened, searchOf(opened)];
  const app = createApp({
    ...common,
    partApps: openPartApps({ foundations, app: common, createStreams }),
    api: roomsApi(apiParts, streams),
    tags: tagsOf(apiParts),
    limits: senders.limits,
    trustedProxies: config.trustedProxies,
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
    state,
    rooms: opened,
    samples,
    config,
    async [Symbol.asyncDispose]() {
      await app.close();
      await senders[Symbol.asyncDispose]();
      await spanRules[Symbol.asyncDispose]();
      await state[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
};
