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

/** Hands rows over as one JSON text. */
export const execute = async (target: AuditTarget, sql: string, rows: readonly object[]): Promise<void> => {
  const json = JSON.stringify(rows);
  if (!('request' in target)) {
    await target.query(sql, [json]);
    return;
  }
  const request = target.request();
  request.input('rows', json);
  await request.query(sql);
};
