import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createApiBreakers } from './rooms/external-apis/breakers.ts';
import { objectivesOf } from './rooms/external-apis/objectives.ts';
import { watchApis } from './rooms/external-apis/loop.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { ConfigInput, ServerConfig } from './config/schema.ts';
import { lockDataDir } from './storage/data-lock.ts';
import { startSampling } from './rooms/databases/loop-samples.ts';
import { watchDependencies } from './rooms/databases/loop.ts';
import { superviseEngine } from './engine/supervisor.ts';
import { createEvents, type Events, type LogLine } from './events/events.ts';
import { startHearing } from './reception/reception.ts';
import { createApp } from './http/app.ts';
import { createIntake } from './intake/accept.ts';
import { watchAuditTables } from './rooms/audit-tables/loop.ts';
import { startOtlpGrpc } from './intake/otlp-grpc.ts';
import { createOtlpHttp } from './intake/otlp-http.ts';
import { otlpRoutes } from './intake/otlp-routes.ts';
import { createLogTail } from './intake/tail.ts';
import { createQueryApi } from './rooms/api.ts';
import { createLiveFeed } from './rooms/live/routes.ts';
import { startLoader } from './spool/loader.ts';
import { watchSchedules } from './rooms/pipelines/loop.ts';
import { openSpool, type Spool } from './spool/spool.ts';
import { auditTableAt } from './rooms/audit-tables/sessions/open.ts';
import { auditMemoryIn } from './rooms/audit-tables/store.ts';
import { migrateState } from './storage/state/migrate.ts';
import { dependencyMemoryIn } from './rooms/databases/store.ts';
import { hearingMemoryIn } from './reception/memory.ts';
import { openPglite } from './storage/state/pglite.ts';
import { openPostgres } from './storage/state/postgres.ts';
import type { StateStore } from './storage/state/state-store.ts';
import { createTelemetryClient } from './storage/telemetry/client.ts';
import { insertSegmentFile } from './storage/telemetry/insert-segment.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';
import { createReaders } from './rooms/readers.ts';
import { startRetention } from './storage/telemetry/retention/retention.ts';
import { replaceSpanRules } from './storage/telemetry/span-rules.ts';

/** Settings given by the caller stand over those of the environment and of the file. */
export type ServerOptions = ConfigInput & {
  readonly configFile?: string | undefined;
  /** The process’s own unless given. */
  readonly env?: Environment | undefined;
  readonly log: LogLine;
};

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly grpcUrl: string;
  readonly dataDir: string;
}

const mebibyte = 1_048_576;
const limits = {
  mostBytes: 16 * mebibyte,
  mostDecodedBytes: 64 * mebibyte,
  mostJsonBytes: 8 * mebibyte,
  readTimeoutMs: 30_000,
};
const insertLanes = 2;
const closeGraceMs = 1_000;

/** Builds every part and joins them; disposing ends them in reverse. Raises ConfigError, DataDirInUseError, EngineStartError. */
export const startServer = async ({ configFile, env, log, ...overrides }: ServerOptions): Promise<Server> => {
  const config = loadConfig({ env, file: configFile, overrides });
  const { host, dataDir } = config;
  await using parts = new AsyncDisposableStack();
  const events = createEvents(log);
  parts.use(await lockDataDir(dataDir));

  const state = parts.use(await openState(config, events));
  await migrateState(state);
  const engine = parts.use(await superviseEngine({ dataDir, events }));
  const telemetry = parts.use(createTelemetryClient({ address: engine.address, database: 'default' }));
  await migrateTelemetry(telemetry);
  await replaceSpanRules(telemetry, config.spanRules);
  parts.use(startRetention({ telemetry, limits: config.retention, events }));

  const spool = parts.use(await openSpool({ folder: join(dataDir, 'spool'), events, mostBytes: config.spool.bytes }));
  watchSpool(events, spool);
  const tail = createLogTail();
  const live = createLiveFeed();
  const insert = insertSegmentFile(telemetry);
  parts.use(startLoader({ spool, events, insert, onLoaded: live.announce, lanes: insertLanes }));

  const intake = createIntake({ spool, events, onAccepted: tail.offer });
  const otlp = createOtlpHttp({ intake, events, limits });
  const grpc = parts.use(await startOtlpGrpc({ intake, events, host, port: config.grpcPort, limits }));

  const hearing = parts.use(
    await startHearing({
      ...hearingMemoryIn(state),
      canHear: () => !spool.isFull,
      oldestUnread: () => spool.oldestAt,
      onError: events.stateConnectionLost,
    }),
  );
  const moment = () => hearing.at(Date.now());

  const readers = createReaders(telemetry);
  const say = (logs: Uint8Array, key: string) => intake.accept('logs', logs, key);
  parts.use(watchSchedules({ ...readers, moment, say, onError: events.schedulesNotJudged }));
  const dependencies = parts.use(
    await watchDependencies({
      dependencies: config.dependencies,
      memory: dependencyMemoryIn(state),
      say,
      onError: events.dependencyNotTold,
    }),
  );
  const sampling = parts.use(
    startSampling({ dependencies: config.dependencies, say: intake.accept, onError: events.dependencyNotSampled }),
  );
  parts.use(watchApis({ apis: config.apis, say, onError: events.probeNotKept }));
  parts.use(
    watchAuditTables({
      sources: config.auditTables,
      tableAt: auditTableAt,
      memory: auditMemoryIn(state),
      say,
      events,
    }),
  );

  const breakers = createApiBreakers({
    state,
    watched: config.apis.map(({ name }) => name),
    called: readers.dependencies.names,
  });
  const app = createApp({
    events,
    api: [
      createQueryApi({
        readers,
        dependencies: { list: dependencies.list, latest: sampling.latest },
        events,
        tail,
        live,
        moment,
        sharedBreakers: breakers.list,
        apiObjectives: objectivesOf(config.apis),
        others: [breakers.routes],
      }),
    ],
    root: [otlpRoutes(otlp)],
    readiness: [
      { name: 'telemetry engine', check: telemetry.ping },
      { name: 'state', check: state.ping },
      { name: 'spool', check: async () => !spool.isFull },
    ],
    dashboardDir: config.dashboardDir,
    allowedHosts: config.allowedHosts,
  });
  parts.defer(() => closeSoon(app));
  await app.listen({ host, port: config.port });
  const { port } = app.server.address() as AddressInfo;

  const owned = parts.move();
  return {
    url: `http://${urlHost(host)}:${port}`,
    grpcUrl: `http://${urlHost(host)}:${grpc.port}`,
    dataDir,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const openState = async ({ stateUrl, dataDir }: ServerConfig, events: Events): Promise<StateStore> =>
  stateUrl === undefined
    ? openPglite(join(dataDir, 'state'))
    : openPostgres({ url: stateUrl, onError: events.stateConnectionLost });

/** Requests under way may end; one that takes its time is cut off. */
const closeSoon = async (app: FastifyInstance): Promise<void> => {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeGraceMs);
  await app.close().finally(() => clearTimeout(cut));
};

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const watchSpool = (events: Events, spool: Spool): void => {
  events.observe('sightglass_spool_bytes', 'Bytes accepted and not yet queryable', () => spool.bytes);
  events.observe('sightglass_spool_segments', 'Sealed segments waiting for the engine', () => spool.depth);
  events.observe('sightglass_spool_oldest_seconds', 'Age of the oldest segment not yet queryable', () =>
    spool.oldestAt === undefined ? 0 : (Date.now() - spool.oldestAt.getTime()) / 1_000,
  );
};
