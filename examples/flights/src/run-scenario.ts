import { join } from 'node:path';
import type { AirportsPolicy } from './airports/client.ts';
import type { Options } from './config/options.ts';
import { dirtyDropOf } from './drops/dirty-drop.ts';
import { dropOf, type Drop } from './drops/drop.ts';
import { loadDay } from './pipeline.ts';
import { scenarios, setAirportsBehaviour, watchedWarehouse } from './scenarios.ts';
import { warehouseAt } from './warehouse/warehouse-at.ts';
import type { FlightsWorld } from './world.ts';

type ScenarioOptions = Pick<Options, 'scenario' | 'day' | 'dataFolder' | 'rowsPerSecond' | 'seed'> & {
  readonly airportsPolicy?: AirportsPolicy;
};

/** Runs the pipeline once under a scenario. Resolves to the run's id; rejects when the run fails. */
export const runScenario = async (
  options: ScenarioOptions,
  world: Pick<FlightsWorld, 'warehouseUrl' | 'airportsUrl'>,
): Promise<string> => {
  const scenario = scenarios[options.scenario];
  const clean = await dropOf(options.day, options.dataFolder);
  const drop = scenario.dirtyDrop ? await dirty(clean, options.dataFolder, options.seed) : clean;
  await setAirportsBehaviour(world.airportsUrl, scenario.airports);
  await using warehouse = warehouseAt(world.warehouseUrl);
  await using _meanwhile = await scenario.meanwhile?.(world);
  return await loadDay({
    drop,
    dataFolder: options.dataFolder,
    airportsUrl: world.airportsUrl,
    airports: { fallback: options.airportsPolicy, timeoutMs: scenario.airportsTimeoutMs },
    warehouse: watchedWarehouse(warehouse, async (rows) => scenario.onLoaded?.(rows, world)),
    rowsPerSecond: options.rowsPerSecond,
  });
};

const dirty = (clean: Drop, dataFolder: string, seed: number): Promise<Drop> =>
  dirtyDropOf(clean, join(dataFolder, 'drops', `flights-dirty-${seed}-${clean.day}.csv`), seed);
