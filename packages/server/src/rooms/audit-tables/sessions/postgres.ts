import { networkWords, postgresqlTls, type Target } from '@sightglass/probes';
import pg from 'pg';
import type { AuditColumn, AuditSession, ColumnKind, Selection } from '../table.ts';
import { AuditTableError } from '../table.ts';
import type { AuditRow } from '../rows/row.ts';
import { readAuthority } from './authority.ts';
import { nameRefused, tableMissing } from './missing.ts';
import type { AuditTableAddress } from './address.ts';
import { parseTableName, type TableName } from './table-name.ts';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 15_000;
const lockTimeoutMs = 2_000;

/** A table or view of a PostgreSQL database, in a transaction that cannot write. */
export const openPostgresTable = async ({ target, table }: AuditTableAddress): Promise<AuditSession> => {
  const name = parseTableName(table);
  if (name === undefined) throw nameRefused(table);
  return sessionOf(await connect(target), name, table);
};

const connect = async (target: Target): Promise<pg.Client> => {
  const { host, port, user, password, database, authorityFile } = target;
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl: postgresqlTls(target, authorityFile && (await readAuthority(authorityFile))),
    application_name: 'sightglass',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + 2_000,
    // Every value as the server writes it: an instant keeps its microseconds, a number its digits.
    types: { getTypeParser: () => (text: unknown) => text } as never,
  });
  // A session that breaks also fails the statement at work; unheard, this event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const setting of settings) await client.query(setting);
    return client;
  } catch (cause) {
    await client.end().catch(() => undefined);
    if (target.mayBePlain === true && target.tls !== 'off' && /does not support SSL/.test((cause as Error).message))
      return connect({ ...target, tls: 'off' });
    throw awayError(client, cause as Error);
  }
};

/** Set in a transaction, so that a pooler in between keeps none of it. */
const settings = [
  'BEGIN READ ONLY',
  `SET LOCAL statement_timeout = ${statementTimeoutMs}`,
  `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
];

const awayError = ({ host, port, database }: pg.Client, cause: Error): AuditTableError =>
  new AuditTableError(
    `PostgreSQL at ${host}:${port}/${database ?? ''} cannot be read: ${networkWords(cause.message) || (cause as NodeJS.ErrnoException).code}`,
    { cause },
  );

const sessionOf = (client: pg.Client, name: TableName, asWritten: string): AuditSession => {
  const source = name.schema === undefined ? quoted(name.table) : `${quoted(name.schema)}.${quoted(name.table)}`;
  let failed = false;
  const rows = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const result = await client.query<Row>(sql, [...values]).catch((cause: Error) => {
      failed = true;
      throw awayError(client, cause);
    });
    return result.rows;
  };
  const select = ({ columns }: Selection): string => `SELECT ${columns.map(quoted).join(', ')} FROM ${source}`;
  return {
    async columns() {
      const found = await rows<FoundColumn>(columnsSql, [name.table, name.schema ?? null]);
      if (found.length > 0) return found.map(columnOf);
      const others = await rows<{ name: string }>(tablesSql, [name.table]);
      throw tableMissing(
        asWritten,
        client.database ?? '',
        others.map((other) => other.name),
      );
    },
    page: (wanted) => {
      const after = wanted.from === undefined ? 'IS NOT NULL' : '>= $1';
      const cursor = quoted(wanted.cursor);
      return rows<AuditRow>(
        `${select(wanted)} WHERE ${cursor} ${after} ORDER BY ${cursor} LIMIT ${wanted.limit}`,
        wanted.from === undefined ? [] : [wanted.from],
      );
    },
    at: (wanted) => rows<AuditRow>(`${select(wanted)} WHERE ${quoted(wanted.cursor)} = ANY($1)`, [wanted.cursors]),
    newest: (wanted) => {
      const cursor = quoted(wanted.cursor);
      return rows<AuditRow>(
        `${select(wanted)} WHERE ${cursor} IS NOT NULL ORDER BY ${cursor} DESC LIMIT ${wanted.limit}`,
      );
    },
    withoutCursor: async (cursor, most) => {
      const some = `SELECT FROM ${source} WHERE ${quoted(cursor)} IS NULL LIMIT ${most}`;
      const [found] = await rows<{ count: string }>(`SELECT count(*) AS count FROM (${some}) AS unread`);
      return Number(found?.count);
    },
    /** Committed, as the server counts rollbacks; what has failed cannot be, and need not be waited for. */
    [Symbol.asyncDispose]: async () => {
      if (!failed) await client.query('COMMIT').catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** By the catalogue, which knows materialized views too. */
const columnsSql = `SELECT attname::text AS name, format_type(atttypid, NULL) AS type,
    (SELECT indkey::text = attnum::text FROM pg_index WHERE indrelid = attrelid AND indisprimary) AS "isKey"
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relname = $1 AND nspname = COALESCE($2, current_schema()) AND attnum > 0 AND NOT attisdropped
    AND relkind IN ('r', 'p', 'v', 'm', 'f') AND has_column_privilege(pg_class.oid, attnum, 'SELECT')
  ORDER BY attnum`;

const tablesSql = `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
  WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY lower(table_name) <> lower($1), 1 LIMIT 21`;

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  /** Null in a view. */
  readonly isKey: 't' | 'f' | null;
}

const columnOf = ({ name, type, isKey }: FoundColumn): AuditColumn => ({
  name,
  type,
  kind: kindOf(type),
  isKey: isKey === 't',
});

const kindOf = (type: string): ColumnKind => {
  if (/^(?:timestamp|date)\b/.test(type)) return 'time';
  if (/^(?:smallint|integer|bigint|numeric)$/.test(type)) return 'number';
  return /^(?:text|character|"char"|uuid|name|citext)/.test(type) ? 'text' : 'other';
};
