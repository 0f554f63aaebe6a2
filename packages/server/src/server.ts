import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { lockDataDir } from './data-lock.ts';
import { superviseEngine } from './engine/supervisor.ts';
import { createEvents, type Events, type LogLine } from './events.ts';
import { createApp } from './http/app.ts';
import { createIntake } from './intake/accept.ts';
import { startOtlpGrpc } from './intake/otlp-grpc.ts';
import { createOtlpHttp } from './intake/otlp-http.ts';
import { otlpRoutes } from './intake/otlp-routes.ts';
import { createLogTail } from './intake/tail.ts';
import { createQueryApi } from './query/api.ts';
import { startLoader } from './spool/loader.ts';
import { openSpool, type Spool } from './spool/spool.ts';
import { createTelemetryClient } from './storage/telemetry/client.ts';
import { insertSegmentFile } from './storage/telemetry/insert-segment.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';
import { createReaders } from './storage/telemetry/readers.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly dataDir: string;
  readonly dashboardDir?: string | undefined;
  /** Bytes accepted and not yet queryable beyond which senders are told to wait; 4 GiB when absent. */
  readonly spoolMostBytes?: number | undefined;
  readonly log: LogLine;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly grpcUrl: string;
}

const mebibyte = 1_048_576;
const limits = { mostBytes: 16 * mebibyte, mostDecodedBytes: 64 * mebibyte, readTimeoutMs: 30_000 };

const closeGraceMs = 1_000;

/** Builds every part and joins them; disposing ends them in reverse. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const { host, port, grpcPort, dashboardDir, spoolMostBytes = 4_096 * mebibyte, log } = options;
  const dataDir = resolve(options.dataDir);
  await using parts = new AsyncDisposableStack();
  const events = createEvents(log);
  parts.use(await lockDataDir(dataDir));

  const engine = parts.use(await superviseEngine({ dataDir, events }));
  const telemetry = parts.use(createTelemetryClient({ address: engine.address, database: 'default' }));
  await migrateTelemetry(telemetry);

  const spool = parts.use(await openSpool({ folder: join(dataDir, 'spool'), events, mostBytes: spoolMostBytes }));
  watchSpool(events, spool);
  const tail = createLogTail();
  parts.use(startLoader({ spool, events, insert: insertSegmentFile(telemetry), onLoaded: () => {}, lanes: 2 }));

  const intake = createIntake({ spool, events, onAccepted: tail.offer });
  const otlp = createOtlpHttp({ intake, events, limits, mostBytesInFlight: 256 * mebibyte });
  const grpc = parts.use(await startOtlpGrpc({ intake, events, host, port: grpcPort, mostBytes: limits.mostBytes }));

  const app = createApp({
    events,
    api: [createQueryApi({ readers: createReaders(telemetry) })],
    root: [otlpRoutes(otlp)],
    readiness: [
      { name: 'telemetry engine', check: telemetry.ping },
      { name: 'spool', check: async () => !spool.isFull },
    ],
    dashboardDir,
  });
  parts.defer(() => closeSoon(app));
  await app.listen({ host, port });
  const { port: boundPort } = app.server.address() as AddressInfo;

  const owned = parts.move();
  return {
    url: `http://${urlHost(host)}:${boundPort}`,
    grpcUrl: `http://${urlHost(host)}:${grpc.port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

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
