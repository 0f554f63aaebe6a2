import type { StartOptions } from '../local-server/start.ts';
import type { FlightsWorld } from './flights-example.ts';
import type { Environment } from '../config/environment.ts';

/** Longer than the server needs to be sure that a database is down. */
export const outageMs = 12_000;

const urlVariable = 'FLIGHTS_WAREHOUSE_URL';
/** How settings of the server name the address of the warehouse. */
export const warehouseUrlSetting = `env:${urlVariable}`;

/** What the server watches during the demo, more often than one would in earnest: there is soon something to see. */
export const watchedIn = (
  { warehouseUrl, airportsUrl }: FlightsWorld,
  env: Environment,
): Pick<StartOptions, 'env' | 'dependencies' | 'apis'> => ({
  env: { ...env, [urlVariable]: warehouseUrl },
  dependencies: [{ name: 'warehouse', url: warehouseUrlSetting, interval: '3s', sample: '10s' }],
  apis: [{ name: 'airports', url: `${airportsUrl}/health`, intervalSeconds: 10, timeoutMs: 2_000 }],
});
