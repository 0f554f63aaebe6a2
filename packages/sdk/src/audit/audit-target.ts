import type { AuditDialect } from './dialect.ts';

/** Runs one statement: a pg Pool, Client or PoolClient, or anything with such a `query`. */
export interface PostgresTarget {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** A pool or transaction of mssql, or anything with such a `request`. */
export interface SqlServerTarget {
  request(): SqlServerRequest;
}

interface SqlServerRequest {
  input(name: string, value: unknown): unknown;
  query(text: string): Promise<unknown>;
}

export type AuditTarget = PostgresTarget | SqlServerTarget;

export const dialectOf = (target: AuditTarget): AuditDialect => ('request' in target ? 'sql-server' : 'postgres');

type Row = Readonly<Record<string, string | number | null>>;

/** Hands rows over as one JSON text. */
export const execute = async (target: AuditTarget, sql: string, rows: readonly object[]): Promise<void> => {
  const json = JSON.stringify(rows);
  if ('request' in target) await send(target, sql, json);
  else await target.query(sql, [json]);
};

/** Hands rows over as one XML text, to a SQL Server. */
export const executeXml = async (target: AuditTarget, sql: string, rows: readonly Row[]): Promise<void> => {
  if ('request' in target) await send(target, sql, `<r>${rows.map(xmlElement).join('')}</r>`);
};

const send = async (target: SqlServerTarget, sql: string, rows: string): Promise<void> => {
  const request = target.request();
  request.input('rows', rows);
  await request.query(sql);
};

/** An attribute for each value that is not null. */
const xmlElement = (row: Row): string =>
  `<a ${Object.entries(row)
    .flatMap(([name, value]) => (value === null ? [] : `${name}="${xmlText(String(value))}"`))
    .join(' ')}/>`;

const xmlText = (text: string): string => text.replaceAll(/[&<>"'\t\n\r]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** `UTF8`, `LATIN1` …; empty where the target does not answer as PostgreSQL does. */
export const readServerEncoding = async (target: AuditTarget): Promise<string> => {
  if ('request' in target) return '';
  const answer = (await target.query("SELECT current_setting('server_encoding') AS encoding", [])) as
    { readonly rows?: readonly { readonly encoding?: unknown }[] } | undefined;
  const encoding = answer?.rows?.[0]?.encoding;
  return typeof encoding === 'string' ? encoding : '';
};
