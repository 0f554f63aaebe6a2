import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a file in the npm package `vega-datasets`. */
export const datasetPath = (name: string): string =>
  join(dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '..', 'data', name);
