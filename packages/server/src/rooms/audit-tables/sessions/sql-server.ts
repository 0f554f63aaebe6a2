import { networkWords, sqlServerTls, type Target } from '@sightglass/probes';
import sql from 'mssql';
import type { AuditColumn, AuditSession, ColumnKind, Selection } from '../table.ts';
import { AuditTableError } from '../table.ts';
import type { AuditRow } from '../rows/row.ts';
import { readAuthority } from './authority.ts';
import { nameRefused, tableMissing } from './missing.ts';
import type { AuditTableAddress } from './address.ts';
import { parseTableName, type TableName } from './table-name.ts';
import { within } from './within.ts';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 15_000;
const lockTimeoutMs = 2_000;
/** The driver's own time limit ends with the first packet of an answer. */
const answerTimeoutMs = statementTimeoutMs + 5_000;
const closeTimeoutMs = 2_000;

/** A table or view of a SQL Server database. Needs no more than SELECT. Proven against a scripted server, not yet against a real one. */
export const openSqlServerTable = async ({ target, table }: AuditTableAddress): Promise<AuditSession> => {
  const name = parseTableName(table);
  if (name === undefined) throw nameRefused(table);
  const pool = new sql.ConnectionPool({
    ...(await settingsOf(target)),
    pool: { min: 0, max: 1, acquireTimeoutMillis: connectTimeoutMs },
    // Else each statement is preceded by another.
    validateConnection: 'socket',
    connectionTimeout: connectTimeoutMs,
    requestTimeout: statementTimeoutMs,
  });
  pool.on('error', () => undefined);
  await pool.connect().catch((cause: Error) => {
    throw awayError(target, cause);
  });
  return sessionOf(pool, name, table, target);
};

const settingsOf = async (target: Target) => ({
  server: target.host,
  port: target.port,
  user: target.user,
  password: target.password,
  database: target.database,
  options: {
    appName: 'sightglass',
    readOnlyIntent: target.wantedRole !== 'read-write',
    ...sqlServerTls(target, await authorityIn(target)),
  },
});

const authorityIn = async ({ authorityFile }: Target): Promise<string | undefined> =>
  authorityFile === undefined ? undefined : readAuthority(authorityFile);

const awayError = ({ host, port, database }: Target, cause: Error): AuditTableError =>
  new AuditTableError(`SQL Server at ${host}:${port}/${database} cannot be read: ${networkWords(cause.message)}`, {
    cause,
  });

const sessionOf = (
  pool: sql.ConnectionPool,
  { schema = 'dbo', table }: TableName,
  asWritten: string,
  target: Target,
): AuditSession => {
  let known: readonly AuditColumn[] = [];
  const rows = async <Row>(text: string, values: Readonly<Record<string, string>> = {}): Promise<Row[]> => {
    const request = pool.request();
    for (const [key, value] of Object.entries(values)) request.input(key, sql.NVarChar(4_000), value);
    const answer = request.query<Row>(`SET LOCK_TIMEOUT ${lockTimeoutMs}; ${text}`);
    const result = await within(answer, answerTimeoutMs).catch((cause: Error) => {
      throw awayError(target, cause);
    });
    return result.recordset;
  };
  const columnsOf = ({ columns }: Selection): string => columns.map((column) => asText(column, known)).join(', ');
  const from = `FROM ${quoted(schema)}.${quoted(table)}`;
  return {
    async columns() {
      const found = await rows<FoundColumn>(columnsSql, { schema, table });
      if (found.length === 0) {
        const others = await rows<{ name: string }>(tablesSql);
        throw tableMissing(
          asWritten,
          target.database,
          others.map((other) => other.name),
        );
      }
      known = found.map(columnOf);
      return [...known];
    },
    page: (wanted) => {
      const after = wanted.from === undefined ? 'IS NOT NULL' : `>= ${valueOf('from', wanted.cursor, known)}`;
      const text = `SELECT TOP (${wanted.limit}) ${columnsOf(wanted)} ${from} WHERE ${quoted(wanted.cursor)} ${after} ORDER BY ${quoted(wanted.cursor)}`;
      return rows<AuditRow>(text, wanted.from === undefined ? {} : { from: wanted.from });
    },
    at: (wanted) => {
      const values = Object.fromEntries(wanted.cursors.map((cursor, index) => [`c${index}`, cursor]));
      const list = Object.keys(values).map((key) => valueOf(key, wanted.cursor, known));
      return rows<AuditRow>(
        `SELECT ${columnsOf(wanted)} ${from} WHERE ${quoted(wanted.cursor)} IN (${list.join(', ')})`,
        values,
      );
    },
    newest: (wanted) =>
      rows<AuditRow>(
        `SELECT TOP (${wanted.limit}) ${columnsOf(wanted)} ${from} WHERE ${quoted(wanted.cursor)} IS NOT NULL ORDER BY ${quoted(wanted.cursor)} DESC`,
      ),
    withoutCursor: async (cursor, most) => {
      const some = `SELECT TOP (${most}) 1 AS one ${from} WHERE ${quoted(cursor)} IS NULL`;
      const [found] = await rows<{ count: number }>(`SELECT COUNT(*) AS count FROM (${some}) AS unread`);
      return Number(found?.count);
    },
    [Symbol.asyncDispose]: () => within(pool.close(), closeTimeoutMs).catch(() => undefined),
  };
};

const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;
const typeOf = (name: string, columns: readonly AuditColumn[]): string =>
  columns.find((column) => column.name === name)?.type ?? '';

/** Style 121 writes `2026-05-01 10:00:00.1234567 +02:00`, zone only where the column has one. */
const asText = (name: string, columns: readonly AuditColumn[]): string => {
  const style = /date|time/.test(typeOf(name, columns)) ? ', 121' : '';
  return `CONVERT(nvarchar(max), ${quoted(name)}${style}) AS ${quoted(name)}`;
};

/** A value in the type of the column, so that its index can be used. */
const valueOf = (key: string, name: string, columns: readonly AuditColumn[]): string => {
  const type = typeOf(name, columns);
  if (/char|text/.test(type)) return `@${key}`;
  return /date|time/.test(type)
    ? `CONVERT(${type}, @${key}, 121)`
    : `CONVERT(${type === 'numeric' ? 'numeric(38)' : type}, @${key})`;
};

const keySql = `SELECT CASE WHEN COUNT(*) = 1 THEN MIN(used.column_name) END
  FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS held JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE used
    ON used.constraint_schema = held.constraint_schema AND used.constraint_name = held.constraint_name
  WHERE held.constraint_type = 'PRIMARY KEY' AND held.table_schema = @schema AND held.table_name = @table`;

const columnsSql = `SELECT column_name AS name, data_type AS type, CASE WHEN column_name = (${keySql}) THEN 'yes' ELSE 'no' END AS isKey
  FROM INFORMATION_SCHEMA.COLUMNS
  WHERE table_schema = @schema AND table_name = @table ORDER BY ordinal_position`;

const tablesSql = `SELECT TOP (21) table_schema + '.' + table_name AS name FROM INFORMATION_SCHEMA.TABLES ORDER BY 1`;

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly isKey: 'yes' | 'no';
}

const columnOf = ({ name, type, isKey }: FoundColumn): AuditColumn => ({
  name,
  type,
  kind: kindOf(type),
  isKey: isKey === 'yes',
});

const kindOf = (type: string): ColumnKind => {
  if (/date|time/.test(type) && type !== 'time') return type === 'timestamp' ? 'other' : 'time';
  if (/^(?:tinyint|smallint|int|bigint|numeric|decimal)$/.test(type)) return 'number';
  return /char|text|uniqueidentifier/.test(type) ? 'text' : 'other';
};
