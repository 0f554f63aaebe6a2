import { databaseFailure } from '../db/database-failure.ts';
import type { AuditRow } from './audit-row.ts';
import { type AuditTarget, execute, executeXml, readServerEncoding } from './audit-target.ts';
import type { AuditDialect } from './dialect.ts';
import { asciiText, isAscii } from './storable-text.ts';
import { upsertSql, upsertXmlSql } from './upsert.ts';

/** Writes rows into one audit table. Raises what the driver raises. */
export type WriteRows = (target: AuditTarget, rows: readonly AuditRow[]) => Promise<void>;

/**
 * What a statement may not do in this database is found out before it is sent where it would otherwise break the transaction of the user:
 * an encoding of PostgreSQL that does not have every character, and a SQL Server without OPENJSON (compatibility level below 130).
 */
export const createRowWriter = (dialect: AuditDialect, table: string): WriteRows => {
  const sql = upsertSql(dialect, table);
  let isUnicode: boolean | undefined;
  let hasJson = true;
  const storable = async (target: AuditTarget, rows: readonly AuditRow[]): Promise<readonly AuditRow[]> => {
    if (dialect !== 'postgres' || rows.every(isAsciiRow)) return rows;
    isUnicode ??= /^(?:UTF8|SQL_ASCII|)$/i.test(await readServerEncoding(target));
    return isUnicode ? rows : rows.map(asciiRow);
  };
  return async (target, rows) => {
    const given = await storable(target, rows);
    if (!hasJson) return executeXml(target, upsertXmlSql(table), given);
    try {
      await execute(target, sql, given);
    } catch (error) {
      if (dialect !== 'sql-server' || !lacksJson(error)) throw error;
      hasJson = false;
      await executeXml(target, upsertXmlSql(table), given);
    }
  };
};

const isAsciiRow = (row: AuditRow): boolean =>
  Object.values(row).every((value) => typeof value !== 'string' || isAscii(value));

const asciiRow = (row: AuditRow): AuditRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? asciiText(value) : value]),
  ) as AuditRow;

/** Invalid object name 'OPENJSON', or a syntax error near its WITH. */
const lacksJson = (error: unknown): boolean => {
  const { code } = databaseFailure('microsoft.sql_server', error);
  return /OPENJSON/i.test((error as Error).message) || code === '319';
};
