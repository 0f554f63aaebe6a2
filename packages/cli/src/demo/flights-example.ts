import { join } from 'node:path';
import { checkout } from '../config/checkout.ts';
import { CliError, exitCodes } from '../errors.ts';

/** The example pipeline, which is part of the repository but not of the published package. */
export interface FlightsExample {
  readonly flightsProgram: string;
  readonly pythonProgram: string;
  readonly dropOf: (day: string) => string;
  readonly startFlightsWorld: (options: WorldOptions) => Promise<FlightsWorld>;
}

interface WorldOptions {
  readonly outageMs: number;
}

export interface FlightsWorld extends AsyncDisposable {
  readonly warehouseUrl: string;
  readonly airportsUrl: string;
}

export const flightsPipeline = { namespace: 'flights', name: 'daily-flights' } as const;

const specifier: string = '@sightglass/example-flights';

export const loadFlightsExample = async (): Promise<FlightsExample> => {
  if (checkout === undefined) {
    throw new CliError(
      'NO_EXAMPLE',
      `The demo's example pipeline is part of the repository, not of this package. Clone it and run \`npm ci && npm start\`,
or start with your own: \`sightglass serve\`, then \`sightglass exec --pipeline my-pipeline -- my-program\`.`,
      exitCodes.negative,
    );
  }
  const folder = join(checkout, 'examples/flights');
  const example = (await import(specifier)) as Pick<FlightsExample, 'flightsProgram' | 'startFlightsWorld'>;
  return {
    flightsProgram: example.flightsProgram,
    startFlightsWorld: example.startFlightsWorld,
    pythonProgram: join(folder, 'python/etl.py'),
    dropOf: (day) => join(folder, 'data/drops', `flights-${day}.csv`),
  };
};
