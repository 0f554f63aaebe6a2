import { setTimeout as sleep } from 'node:timers/promises';
import { startAirportsApi } from './airports/api.ts';
import { startPostgresServer, type PostgresServer } from './warehouse/postgres/server.ts';
import { warehouseAt } from './warehouse/warehouse-at.ts';

/** What the pipeline talks to: a warehouse and an airports API. Many runs can share one world, one after the other. */
export interface FlightsWorld extends AsyncDisposable {
  readonly warehouseUrl: string;
  readonly airportsUrl: string;
}

/**
 * Starts the airports API, and a PostgreSQL server unless `warehouseUrl` names one. `POST {airportsUrl}/warehouse-outage` with
 * `{"forMs": n}` crashes that server and starts it again n ms later; a server that is not ours is never touched.
 */
export const startFlightsWorld = async (options: { readonly warehouseUrl?: string } = {}): Promise<FlightsWorld> => {
  await using stack = new AsyncDisposableStack();
  const ownServer = options.warehouseUrl === undefined ? stack.use(await startPostgresServer()) : undefined;
  const warehouseUrl = options.warehouseUrl ?? ownServer?.url ?? '';
  await warehouseAt(warehouseUrl).prepare();
  const outages = stack.use(createOutages(ownServer));
  const api = stack.use(await startAirportsApi(outages.control));
  const open = stack.move();
  return { warehouseUrl, airportsUrl: api.url, [Symbol.asyncDispose]: () => open.disposeAsync() };
};

const createOutages = (server: PostgresServer | undefined) => {
  const closing = new AbortController();
  let restarted: Promise<void> = Promise.resolve();
  const begin = async (server: PostgresServer, forMs: number): Promise<void> => {
    await restarted;
    await server.crash();
    restarted = sleep(forMs, undefined, { signal: closing.signal }).then(server.restart, () => undefined);
  };
  return {
    control: server && {
      'POST /warehouse-outage': (body: unknown) => begin(server, (body as { forMs: number }).forMs),
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await restarted;
    },
  };
};
