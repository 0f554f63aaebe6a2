import { setTimeout as sleep } from 'node:timers/promises';
import { startAirportsApi } from './airports/api.ts';
import { startPostgresServer, type PostgresServer } from './warehouse/postgres/server.ts';
import { warehouseAt } from './warehouse/warehouse-at.ts';

/** What the pipeline talks to: a warehouse and an airports API. Many runs can share one world, one after the other. */
export interface FlightsWorld extends AsyncDisposable {
  readonly warehouseUrl: string;
  readonly airportsUrl: string;
}

export interface WorldOptions {
  /** Instead of a PostgreSQL server of its own. */
  readonly warehouseUrl?: string;
  /** How long the warehouse stays away when it crashes, 2,000 unless said. */
  readonly outageMs?: number;
}

/**
 * Starts the airports API, and a PostgreSQL server unless `warehouseUrl` names one. `POST {airportsUrl}/warehouse-outage` crashes that
 * server and starts it again `outageMs` later; a server that is not ours is never touched.
 */
export const startFlightsWorld = async (options: WorldOptions = {}): Promise<FlightsWorld> => {
  await using stack = new AsyncDisposableStack();
  const ownServer = options.warehouseUrl === undefined ? stack.use(await startPostgresServer()) : undefined;
  const warehouseUrl = options.warehouseUrl ?? ownServer?.url ?? '';
  await prepare(warehouseUrl);
  const outages = stack.use(createOutages(ownServer, options.outageMs ?? usualOutageMs));
  const api = stack.use(await startAirportsApi(outages.control));
  const open = stack.move();
  return { warehouseUrl, airportsUrl: api.url, [Symbol.asyncDispose]: () => open.disposeAsync() };
};

const prepare = async (warehouseUrl: string): Promise<void> => {
  await using warehouse = warehouseAt(warehouseUrl);
  await warehouse.prepare();
};

const usualOutageMs = 2_000;

const createOutages = (server: PostgresServer | undefined, outageMs: number) => {
  const closing = new AbortController();
  let restarted: Promise<void> = Promise.resolve();
  const begin = async (server: PostgresServer): Promise<void> => {
    await restarted;
    await server.crash();
    restarted = sleep(outageMs, undefined, { signal: closing.signal }).then(server.restart, () => undefined);
  };
  return {
    control: server && {
      'POST /warehouse-outage': () => begin(server),
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await restarted;
    },
  };
};
