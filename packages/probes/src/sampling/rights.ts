import type { DatabaseSystem } from '@sightglass/model';
import type { SampleSection } from '@sightglass/model';
import { textOf } from '../engines/cell.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a login may see of the sessions of others. */
export interface Rights {
  /** Sections that would be empty, or hold less than there is, without an error of the database. */
  readonly hidden: readonly SampleSection[];
  /** The statement that gives the right; empty if it is not known. */
  readonly grant: string;
}

interface RightsQuestion {
  readonly text: string;
  readonly read: (row: Row) => Rights;
}

/** Sessions of others are shown to everybody in PostgreSQL, without state, wait, transaction and statement. */
const postgresql: RightsQuestion = {
  text: `SELECT quote_ident(current_user) AS login, CASE
  WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_read_all_stats') THEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
  ELSE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) END AS sees_others`,
  read: ({ login, sees_others: seesOthers }) => ({
    hidden: seesOthers === true ? [] : ['sessions', 'blockers', 'waits', 'transactions', 'statements'],
    grant: `GRANT pg_monitor TO ${textOf(login)}`,
  }),
};

/** A login that may not VIEW SERVER STATE sees its own session only, as if there were no other. Permissions of 2022 are NULL before. */
const sqlServer: RightsQuestion = {
  text: `SELECT QUOTENAME(SUSER_SNAME()) AS login, QUOTENAME(USER_NAME()) AS database_user,
  CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition,
  HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS server_state,
  HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER PERFORMANCE STATE') AS server_performance,
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DATABASE STATE') AS database_state,
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DATABASE PERFORMANCE STATE') AS database_performance`,
  read: (row) => {
    const isAzureDatabase = row['edition'] === 5;
    const permissions = ['server_state', 'server_performance', ...(isAzureDatabase ? databasePermissions : [])];
    const isRefused = 'server_state' in row && !permissions.some((name) => row[name] === 1);
    return {
      hidden: isRefused ? ['sessions', 'blockers', 'waits', 'locks', 'transactions', 'database', 'statements'] : [],
      grant: isAzureDatabase
        ? `GRANT VIEW DATABASE STATE TO ${textOf(row['database_user'])}`
        : `GRANT VIEW SERVER STATE TO ${textOf(row['login'] ?? 'the login')}`,
    };
  },
};
const databasePermissions = ['database_state', 'database_performance'];

const questions: Readonly<Partial<Record<DatabaseSystem, RightsQuestion>>> = {
  postgresql,
  'microsoft.sql_server': sqlServer,
};

/** Reads them by `query`. Raises what that raises. */
export const readRights = async (
  system: DatabaseSystem,
  query: (text: string) => Promise<readonly Row[]>,
): Promise<Rights> => {
  const question = questions[system];
  const [row] = question === undefined ? [] : await query(question.text);
  return row === undefined || question === undefined ? { hidden: [], grant: '' } : question.read(row);
};

/** Permission denied, by PostgreSQL and by SQL Server. */
const deniedCodes: ReadonlySet<string | null> = new Set(['42501', '229', '262', '297', '300', '371']);

/** Why a section could not be read, and what to run. */
export const refusalWords = (
  { code, message }: { readonly code: string | null; readonly message: string },
  section: SampleSection,
  grant: string,
): string => {
  if (deniedCodes.has(code) && grant !== '') return `${message}; run: ${grant}`;
  if (section === 'statements' && code === '42P01')
    return `${message}; run: CREATE EXTENSION pg_stat_statements (it must also be among shared_preload_libraries)`;
  return message;
};

export const hiddenWords = (grant: string): string =>
  `this login does not see what the sessions of others do; run: ${grant}`;
