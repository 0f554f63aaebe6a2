import sql from 'mssql';
import type { EnrichedFlight, RejectedLine } from '../rows.ts';
import type { DayLoad } from '../warehouse.ts';

type Cell = string | number | boolean | Date | null;
type Column<Row> = readonly [
  name: string,
  /** A new one for each column: the driver writes the column's name into it. */
  type: () => sql.ISqlType,
  cell: (row: Row, load: DayLoad) => Cell,
  nullable?: 'nullable',
];

/** Times without a zone go through the driver as UTC and come out as they were written. */
const asWritten = (local: string): Date => new Date(`${local}Z`);
const dayOf = (_row: unknown, { day }: DayLoad): Date => asWritten(`${day}T00:00:00`);
const runIdOf = (_row: unknown, { runId }: DayLoad): string => runId;
const words = (length: number) => () => sql.NVarChar(length);
const time = (scale: number) => () => sql.DateTime2(scale);

const flightColumns: readonly Column<EnrichedFlight>[] = [
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

const rejectedColumns: readonly Column<RejectedLine>[] = [
  ['run_id', words(200), runIdOf],
  ['flight_date', sql.Date, dayOf],
  ['line', sql.Int, ({ line }) => line],
  ['reason', words(100), ({ reason }) => reason],
  ['text', words(sql.MAX), ({ text }) => text],
];

const bulkOf =
  <Row>(table: string, columns: readonly Column<Row>[]) =>
  (load: DayLoad, rows: readonly Row[]): sql.Table => {
    const bulk = new sql.Table(table);
    for (const [column, type, , nullable] of columns)
      bulk.columns.add(column, type(), { nullable: nullable !== undefined });
    for (const row of rows) bulk.rows.add(...columns.map(([, , cell]) => cell(row, load)));
    return bulk;
  };

/** Rows in the form a bulk insert takes; columns in the order of `createTables`. */
export const flightsBulk = bulkOf('flights', flightColumns);
export const rejectedBulk = bulkOf('flights_rejected', rejectedColumns);
