import { lasting, type DatabaseErrorKind, type DatabaseErrorTable, type DatabaseSystem } from './error-kind.ts';
import { mysqlErrors } from './mysql-errors.ts';
import { networkErrors } from './network-errors.ts';
import { poolerMessageKind } from './pooler-message.ts';
import { postgresqlErrors } from './postgresql-errors.ts';
import { sqlServerErrors } from './sql-server-errors.ts';

const tables: Readonly<Record<DatabaseSystem, DatabaseErrorTable>> = {
  postgresql: postgresqlErrors,
  'microsoft.sql_server': sqlServerErrors,
  mysql: mysqlErrors,
};

const unknown = lasting('other', 'Look the code up in the documentation of the database, and read its log.');

/** What an error code of a database, or of the network on the way to it, means; of a pooler, the message says more than the code. */
export const databaseErrorKind = (system: DatabaseSystem, code: string, message = ''): DatabaseErrorKind =>
  (system === 'postgresql' ? poolerMessageKind(code, message) : undefined) ??
  find(tables[system], code) ??
  (system === 'postgresql' && isSqlState(code) ? find(postgresqlErrors, code.slice(0, 2)) : undefined) ??
  find(networkErrors, code) ??
  unknown;

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);
const find = (table: DatabaseErrorTable, code: string): DatabaseErrorKind | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
