import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { datasetPath } from '../drops/datasets.ts';

export interface Airport {
  readonly iata: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
}

/** The 3,376 US airports of vega-datasets by IATA code. */
export const readAirports = async (): Promise<ReadonlyMap<string, Airport>> => {
  const rows = parse<Airport>(await readFile(datasetPath('airports.csv')), { columns: true });
  return new Map(
    rows.map(({ iata, name, city, state, country }) => [iata, { iata, name, city, state, country }] as const),
  );
};
