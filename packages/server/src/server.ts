import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { ConfigInput } from './config/schema.ts';
import { createOwnTelemetry, type LogLine } from './events/own-telemetry.ts';
import { openFoundations } from './foundations.ts';
import { createApp } from './http/app.ts';
import { httpEvents } from './http/events.ts';
import { roomsApi, tagsOf } from './http/rooms-api.ts';
import { openDoors } from './intake/doors.ts';
import { openRooms } from './rooms.ts';
import { searchOf } from './search.ts';
import { startWhereLeading } from './start-rooms.ts';
import { lockDataDir } from './storage/data-lock.ts';

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

const closeGraceMs = 1_000;

/** Builds the foundations and every room on them, and opens the doors; disposing ends them in reverse. Raises ConfigError, DataDirInUseError, EngineStartError. */
export const startServer = async ({ configFile, env, log, ...overrides }: ServerOptions): Promise<Server> => {
  const config = loadConfig({ env, file: configFile, overrides });
  const { host, dataDir, dashboardDir, allowedHosts } = config;
  await using parts = new AsyncDisposableStack();
  const own = createOwnTelemetry(log);
  parts.use(await lockDataDir(dataDir));
  const foundations = parts.use(await openFoundations(config, own));
  const { intake, intakeEvents: events, readiness, losses, streams } = foundations;
  const doors = parts.use(await openDoors({ intake, events, host, grpcPort: config.grpcPort }));

  const opened = openRooms(foundations);
  parts.use(await startWhereLeading(opened, foundations));
  const apiParts = [...opened, searchOf(opened)];
  const app = createApp({
    events: httpEvents(own),
    registry: own.registry,
    api: roomsApi(apiParts, streams),
    tags: tagsOf(apiParts),
    root: [doors.routes],
    readiness,
    losses,
    dashboardDir,
    allowedHosts,
  });
  parts.defer(() => closeSoon(app));
  await app.listen({ host, port: config.port });
  const { port } = app.server.address() as AddressInfo;

  const owned = parts.move();
  return {
    url: `http://${urlHost(host)}:${port}`,
    grpcUrl: `http://${urlHost(host)}:${doors.grpcPort}`,
    dataDir,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

/** Requests under way may end; one that takes its time is cut off. */
const closeSoon = async (app: FastifyInstance): Promise<void> => {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeGraceMs);
  await app.close().finally(() => clearTimeout(cut));
};

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);
