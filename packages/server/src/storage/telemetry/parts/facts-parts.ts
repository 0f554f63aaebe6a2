import type { Signal } from '../../../wire/proto.ts';
import { aboutTheStore, type TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import type { Part } from './part.ts';

type Reader = Pick<TelemetryClient, 'rows'>;

export const signalTables: Readonly<Record<Signal, string>> = {
  logs: 'logs',
  traces: 'spans',
  metrics: 'metric_points',
};

/** Parts that queries read. */
export const activeParts = (telemetry: Reader): Promise<Part[]> =>
  telemetry.rows<Part>(
    `SELECT table, name, partition_id AS partitionId, min_block_number AS minBlock, max_block_number AS maxBlock, rows, bytes_on_disk AS bytes, path
     FROM system.parts WHERE active AND rows > 0 AND database = currentDatabase()`,
  );

/** The folder of each table. */
export const tableFolders = async (telemetry: Reader): Promise<{ table: string; folder: string }[]> =>
  telemetry.rows(
    aboutTheStore +
      " SELECT name AS table, data_paths[1] AS folder FROM system.tables WHERE database = currentDatabase() AND notEmpty(data_paths) AND engine LIKE '%MergeTree'",
  );

/** Disk and file errors since the engine started (ClickHouse `ErrorCodes`): no space, cannot read, write or open, cut off, checksum, corrupted. */
export const diskErrors = async (telemetry: Reader): Promise<number> => {
  const [row] = await telemetry.rows<{ errors: number }>(
    'SELECT sum(value) AS errors FROM system.errors WHERE code IN (27, 32, 33, 40, 74, 75, 76, 107, 226, 243, 246, 271, 1001)',
  );
  return row?.errors ?? 0;
};

/** Whether all of a part can be read and is what was written. */
export const passesCheck = async (telemetry: Reader, { table, name }: Part): Promise<boolean> => {
  const rows = await telemetry.rows<{ is_passed: number }>(`CHECK TABLE ${table} PART ${quote(name)}`);
  return rows.every(({ is_passed: isPassed }) => isPassed === 1);
};

/** Rows a signal's table holds, by their time of arrival in ms; times of which it holds none are absent. */
export const rowsByArrival = async (
  telemetry: Reader,
  signal: Signal,
  timesMs: readonly number[],
): Promise<Map<number, number>> => {
  if (timesMs.length === 0) return new Map();
  const rows = await telemetry.rows<{ atMs: number; rows: number }>(
    `SELECT toUnixTimestamp64Milli(ReceivedAt) AS atMs, count() AS rows FROM ${signalTables[signal]}
     WHERE ReceivedAt IN (${timesMs.map((ms) => `fromUnixTimestamp64Milli(${ms}, 'UTC')`).join(', ')}) GROUP BY atMs`,
  );
  return new Map(rows.map(({ atMs, rows: count }) => [atMs, count]));
};

/** Rows that the parts of tables hold; merges change no count of tables that only keep what was inserted. Absent: none. */
export const rowsInParts = async (telemetry: Reader, tables: readonly string[]): Promise<Map<string, number>> => {
  const found = await telemetry.rows<{ table: string; rows: number }>(
    `SELECT table, sum(rows) AS rows FROM system.parts
     WHERE active AND database = currentDatabase() AND table IN ({tables:Array(String)}) GROUP BY table`,
    { tables: [...tables] },
  );
  return new Map(found.map(({ table, rows }) => [table, rows]));
};

/** Makes hard links of all parts of a table that queries read, below `shadow/NAME` in the folder of the engine. */
export const freezeTable = (telemetry: Pick<TelemetryClient, 'execute'>, table: string, name: string): Promise<void> =>
  telemetry.execute(`ALTER TABLE ${table} FREEZE WITH NAME ${quote(name)}`);
