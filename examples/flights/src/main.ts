/** One run of the example: `node --conditions=@sightglass/source main.ts --scenario dirty-file`. Exit code 0 loaded, 1 not. */
import { join } from 'node:path';
import { configure, instrumentMssql, instrumentPg } from '@sightglass/sdk';
import sql from 'mssql';
import pg from 'pg';
import { readOptions } from './config/options.ts';
import { runScenario } from './run-scenario.ts';
import { startFlightsWorld } from './world.ts';

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  configure({ logToConsole: false, logDir: join(options.dataFolder, 'logs') });
  instrumentPg(pg, { traceInSession: true });
  instrumentMssql(sql);
  const { warehouseUrl, airportsUrl } = options;
  if (warehouseUrl !== undefined && airportsUrl !== undefined) {
    return report(await runScenario(options, { warehouseUrl, airportsUrl }));
  }
  await using world = await startFlightsWorld(warehouseUrl === undefined ? {} : { warehouseUrl });
  report(await runScenario(options, { ...world, ...(airportsUrl !== undefined && { airportsUrl }) }));
};

const report = (runId: string): void => {
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  const seconds = (performance.now() / 1_000).toFixed(1);
  console.log(`loaded by run ${runId}; with the world around it ${seconds} s, peak memory ${peakMb} MB`);
};

try {
  await main();
} catch (error) {
  console.error(`not loaded: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
