import type { Session } from 'chdb';
import { lineColumn } from '@sightglass/model/contract';
import { sqlLimits } from './limits.ts';
import type { SqlColumn } from './sql-columns.ts';

/** The database in which are our tables and no others. */
const database = 'checked';

/** The embedded engine over a folder of its own, in this process. */
export interface Engine {
  /** Makes a table, instead of one of that name. */
  create(table: string, columns: readonly SqlColumn[]): Promise<void>;
  /** Adds rows of tab-separated text. */
  insert(table: string, rows: Buffer): Promise<void>;
  /** A connection that reads, within the limits, and can change neither. */
  reader(timeoutMs: number): Promise<Reader>;
  readonly tables: ReadonlySet<string>;
}

export interface Reader extends Disposable {
  /** Raises the engine's error. */
  text(sql: string): Promise<string>;
  rows(sql: string): Promise<Result>;
}

export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Raises an error where the package is not installed, or has no engine for this platform. */
export const openEngine = async (folder: string): Promise<Engine> => {
  const { Session: OpenSession } = await import('chdb');
  const open = (): Session => new OpenSession(folder);
  const writer = open();
  const tables = new Set<string>();
  const write = (sql: string): Promise<unknown> => writer.queryAsync(sql, { format: 'TabSeparated' });
  await write(`CREATE DATABASE ${database} ENGINE = Atomic`);
  return {
    tables,
    create: async (table, columns) => {
      const own = columns.map(({ name, type }) => `${quoted(name)} Nullable(${type})`);
      await write(`DROP TABLE IF EXISTS ${database}.${quoted(table)} SYNC`);
      await write(
        `CREATE TABLE ${database}.${quoted(table)} (${[`${lineColumn} UInt64`, ...own].join(', ')}) ENGINE = Log`,
      );
      tables.add(`${database}.${table}`);
    },
    insert: async (table, rows) => {
      await writer.insert({ table: `${database}.${table}`, values: rows, format: 'TabSeparated' });
    },
    reader: async (timeoutMs) => {
      const session = open();
      for (const setting of settings(timeoutMs)) await session.queryAsync(setting, { format: 'TabSeparated' });
      return {
        text: async (sql) => (await session.queryAsync(sql, { format: 'TabSeparatedRaw' })).text(),
        rows: async (sql) => {
          const { meta, data } = (await session.queryAsync(sql, { format: 'JSONCompact' })).json<Json>();
          return { columns: meta.map(({ name }) => name), rows: data };
        },
        [Symbol.dispose]: () => session.close(),
      };
    },
  };
};

interface Json {
  readonly meta: readonly { readonly name: string }[];
  readonly data: readonly (readonly unknown[])[];
}

const quoted = (name: string): string => `\`${name.replaceAll(/[\\`]/gu, String.raw`\$&`)}\``;

/** The last one forbids to change any. */
const settings = (timeoutMs: number): string[] => [
  `USE ${database}`,
  ...Object.entries({
    max_execution_time: timeoutMs / 1000,
    timeout_before_checking_execution_speed: 0,
    max_memory_usage: sqlLimits.memoryBytes,
    max_bytes_before_external_group_by: sqlLimits.spillBytes,
    max_bytes_before_external_sort: sqlLimits.spillBytes,
    max_temporary_data_on_disk_size_for_query: sqlLimits.diskBytes,
    join_algorithm: "'grace_hash,hash'",
    max_bytes_in_join: sqlLimits.spillBytes,
    max_result_bytes: sqlLimits.resultBytes,
    max_threads: sqlLimits.threads,
    // As standard SQL has it.
    join_use_nulls: 1,
    cast_keep_nullable: 1,
    aggregate_functions_null_for_empty: 1,
    prefer_column_name_to_alias: 1,
    union_default_mode: "'DISTINCT'",
    // A date that does not fit is an error.
    date_time_overflow_behavior: "'throw'",
    session_timezone: "'UTC'",
    // So that every digit is seen.
    output_format_json_quote_decimals: 1,
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_denormals: 1,
    readonly: 1,
  }).map(([name, value]) => `SET ${name} = ${value}`),
];
