import type { AddressInfo } from 'node:net';
import { admitSender, holderOf } from './access/admit-sender.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { ConfigInput } from './config/schema.ts';
import { createOwnTelemetry, type LogLine } from './events/own-telemetry.ts';
import { openFoundations } from './foundations.ts';
import { closeSoon, takerOf } from './http/transport/listening.ts';
import { createSenderAddress, keptNetworkOf } from './http/transport/sender-address.ts';
import { pathUnder, urlOf } from './http/transport/own-address.ts';
import { openMetricsPort } from './http/transport/metrics-port.ts';
import { httpEvents } from './http/events.ts';
import { trustedAddresses } from './http/transport/proxies.ts';
import { openTransport } from './http/transport/transport.ts';
import { openDoors } from './intake/doors.ts';
import { openApp } from './open-app.ts';
import { openRooms } from './rooms.ts';
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
  /** Where its metrics are read without a sign-in; undefined unless a port is set for them. */
  readonly metricsUrl: string | undefined;
  /** While nobody can sign in: the path of the page on which the first admin does, once, with its secret. */
  readonly firstAdminPath: string | undefined;
}

/** Builds the foundations and every room on them, and opens the doors; disposing ends them in reverse. Raises ConfigError, DataDirInUseError, EngineStartError. */
export const startServer = async ({ configFile, env, log, ...overrides }: ServerOptions): Promise<Server> => {
  const config = loadConfig({ env, file: configFile, overrides });
  const { host, dataDir } = config;
  const { tls, scheme, isSafe, renewFor } = openTransport(config.tls, config.trustedProxies);
  await using parts = new AsyncDisposableStack();
  const own = createOwnTelemetry(log);
  parts.use(await lockDataDir(dataDir));
  const foundations = parts.use(await openFoundations(config, own));
  const { intake, intakeEvents: events, access, senders } = foundations;
  const doors = parts.use(
    await openDoors({
      ...config,
      intake,
      events,
      tls,
      senders,
      admit: admitSender(access.gate, isSafe),
      addressOf: createSenderAddress(trustedAddresses(config.trustedProxies), config.trustedProxies.length > 0),
      senderOf: ({ principal, ip }) => ({ ...holderOf(principal), address: keptNetworkOf(ip) }),
    }),
  );

  const rooms = openRooms(foundations);
  parts.use(await startWhereLeading(rooms, foundations));
  const requestEvents = httpEvents(own);
  const app = openApp({ foundations, rooms, doors, events: requestEvents, tls });
  parts.defer(() => closeSoon(app));
  await app.listen({ host, port: config.port });
  const metrics =
    config.metricsPort === undefined ? undefined : parts.use(await openMetricsPort(own.registry, config.metricsPort));
  parts.use(renewFor([takerOf(app), doors], requestEvents));
  const { port } = app.server.address() as AddressInfo;

  const owned = parts.move();
  return {
    url: urlOf(scheme, host, port),
    grpcUrl: urlOf(scheme, host, doors.grpcPort),
    dataDir,
    metricsUrl: metrics?.url,
    firstAdminPath: pathUnder(config.basePath, await access.firstAdminPath()),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
