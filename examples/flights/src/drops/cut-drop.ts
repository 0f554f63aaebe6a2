/** A child process: `node cut-drop.ts DAY PATH` writes the flights of DAY as CSV to PATH, all or nothing. */
import { rename, writeFile } from 'node:fs/promises';
import { queryBind } from 'chdb';
import { datasetPath } from './datasets.ts';

const [day = '', path = ''] = process.argv.slice(2);
const draft = `${path}.${process.pid}.draft`;
const csv = queryBind(
  `SELECT formatDateTime(date, '%Y-%m-%dT%H:%i:%S') AS date, delay, distance, origin, destination
   FROM file({file:String}, Parquet)
   WHERE toDate(date) = {day:Date}
   ORDER BY date, origin, destination, delay, distance
   SETTINGS format_custom_escaping_rule = 'Raw', format_custom_field_delimiter = ','`,
  { file: datasetPath('flights-3m.parquet'), day },
  'CustomSeparatedWithNames',
);
await writeFile(draft, csv);
await rename(draft, path);
