import sql from 'mssql';
import type { EnrichedFlight } from '../rows.ts';
import type { DayLoad } from '../warehouse.ts';

type Cell = string | number | boolean | Date | null;
type Column = readonly [
  name: string,
  /** A new one for each column: the driver writes the column's name into it. */
  type: () => sql.ISqlType,
  cell: (flight: EnrichedFlight, load: DayLoad) => Cell,
  nullable?: 'nullable',
];

/** Times without a zone go through the driver as UTC and come out as they were written. */
const asWritten = (local: string): Date => new Date(`${local}Z`);
const dayOf = (_row: unknown, { day }: DayLoad): Date => asWritten(`${day}T00:00:00`);
const runIdOf = (_row: unknown, { runId }: DayLoad): string => runId;
const words = (length: number) => () => sql.NVarChar(length);
const time = (scale: number) => () => sql.DateTime2(scale);

const flightColumns: readonly Column[] = [
  ['flight_date', sql.Date, dayOf],
  ['departed_at', time(0), ({ departedAt }) => asWritten(departedAt)],
  ['delay_minutes', sql.Int, ({ delayMinutes }) => delayMinutes],
  ['distance_miles', sql.Int, ({ distanceMiles }) => distanceMiles],
  ['origin', words(8), ({ origin }) => origin],
  ['destination', words(8), ({ destination }) => destination],
  ['origin_city', words(200), ({ from }) => from?.city ?? null, 'nullable'],
  ['origin_state', words(200), ({ from }) => from?.state ?? null, 'nullable'],
  ['destination_city', words(200), ({ to }) => to?.city ?? null, 'nullable'],
  ['destination_state', words(200), ({ to }) => to?.state ?? null, 'nullable'],
  ['enriched', sql.Bit, ({ enriched }) => enriched],
  ['run_id', words(200), runIdOf],
];

/** Rows in the form a bulk insert takes; columns in the order of `createTables`. */
export const flightsBulk = (load: DayLoad, flights: readonly EnrichedFlight[]): sql.Table => {
  const bulk = new sql.Table('flights');
  for (const [column, type, , nullable] of flightColumns)
    bulk.columns.add(column, type(), { nullable: nullable !== undefined });
  for (const flight of flights) bulk.rows.add(...flightColumns.map(([, , cell]) => cell(flight, load)));
  return bulk;
};
