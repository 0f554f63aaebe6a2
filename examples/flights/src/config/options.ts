import { parseArgs } from 'node:util';
import type { AirportsPolicy } from '../airports/client.ts';
import { defaultDataFolder } from '../drops/drop.ts';
import { scenarioNames, scenarios, type ScenarioName } from '../scenarios.ts';

export interface Options {
  readonly scenario: ScenarioName;
  readonly day: string;
  readonly dataFolder: string;
  readonly rowsPerSecond: number;
  readonly seed: number;
  /** undefined: a PostgreSQL server of the run's own. */
  readonly warehouseUrl: string | undefined;
  /** undefined: an airports API of the run's own. */
  readonly airportsUrl: string | undefined;
  /** What is done with flights while the airports API is down. */
  readonly airportsPolicy: AirportsPolicy;
}

export class OptionsError extends Error {
  readonly code = 'FLIGHTS_OPTIONS';
}

const usage = `node main.ts [--scenario NAME] [--day 2001-01-03] [--data DIR] [--rows-per-second 4000] [--seed 1]
             [--warehouse-url postgres://…|mssql://…] [--airports-url http://…] [--airports-policy load-unenriched|skip-row]
scenarios:
${scenarioNames.map((name) => `  ${name.padEnd(12)} ${scenarios[name].description}`).join('\n')}`;

export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv = process.env): Options => {
  const given = parse(args);
  return {
    scenario: scenarioOf(given.scenario ?? 'normal'),
    day: given.day ?? '2001-01-03',
    dataFolder: given.data ?? defaultDataFolder,
    rowsPerSecond: positive('rows-per-second', given['rows-per-second'] ?? '4000'),
    seed: positive('seed', given.seed ?? '1'),
    warehouseUrl: given['warehouse-url'] ?? env['FLIGHTS_WAREHOUSE_URL'],
    airportsUrl: given['airports-url'],
    airportsPolicy: policyOf(given['airports-policy'] ?? 'load-unenriched'),
  };
};

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        scenario: text,
        day: text,
        data: text,
        'rows-per-second': text,
        seed: text,
        'warehouse-url': text,
        'airports-url': text,
        'airports-policy': text,
      },
    }).values;
  } catch (cause) {
    throw new OptionsError(`${(cause as Error).message}\n${usage}`, { cause });
  }
};

const scenarioOf = (name: string): ScenarioName => {
  const found = scenarioNames.find((known) => known === name);
  if (found !== undefined) return found;
  throw new OptionsError(`there is no scenario "${name}"\n${usage}`);
};

const policyOf = (name: string): AirportsPolicy => {
  if (name === 'load-unenriched' || name === 'skip-row') return name;
  throw new OptionsError(`--airports-policy "${name}" must be load-unenriched or skip-row\n${usage}`);
};

const positive = (option: string, text: string): number => {
  const number = Number(text);
  if (number > 0) return number;
  throw new OptionsError(`--${option} "${text}" must be a number above 0`);
};
