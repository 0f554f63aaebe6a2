import { createRequire } from 'node:module';
import { datasetPath } from '../examples/flights/src/drops/datasets.ts';

interface Engine {
  readonly queryBind: (query: string, bindings: object, format: string) => string;
}

/** The first rows of vega-datasets' 3 M flights as CSV. */
export const flightsCsv = (rows: number): string => {
  const { queryBind } = createRequire(new URL('../packages/server/package.json', import.meta.url))('chdb') as Engine;
  return queryBind(
    `SELECT formatDateTime(date, '%Y-%m-%dT%H:%i:%S') AS date, delay, distance, origin, destination
     FROM file({file:String}, Parquet) LIMIT {rows:UInt64}
     SETTINGS format_custom_escaping_rule = 'Raw', format_custom_field_delimiter = ','`,
    { file: datasetPath('flights-3m.parquet'), rows },
    'CustomSeparatedWithNames',
  );
};
