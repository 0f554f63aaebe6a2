import type { DatabaseSystem } from '@sightglass/model';
import { TargetError, wantedRoles, type Target, type WantedRole } from './target.ts';

type Tls = Pick<Target, 'tls' | 'tlsFirst' | 'mayBePlain'>;

/** How URLs of one kind of database are written. */
export interface Scheme {
  readonly system: DatabaseSystem;
  readonly port: number;
  readonly shape: string;
  /** What of the query says how TLS is to be … */
  readonly tls: (query: URLSearchParams) => Tls;
  /** … and which of several servers will do; the rest is left out. */
  readonly wantedRole: (query: URLSearchParams) => Pick<Target, 'wantedRole' | 'readOnlyIntent'>;
  readonly known: readonly string[];
  /** The database when the URL names none. */
  readonly database: (user: string) => string;
}

const choice = <T>(query: URLSearchParams, name: string, usual: string, choices: Readonly<Record<string, T>>): T => {
  const text = query.get(name) ?? usual;
  const found = Object.hasOwn(choices, text) ? choices[text] : undefined;
  if (found !== undefined) return found;
  throw new TargetError(`the URL has ${name}=${text}; it must be one of ${Object.keys(choices).join(', ')}`);
};

const encryptIfOffered: Tls = { tls: 'encrypt', mayBePlain: true };
/** `allow` asks for the same in another order; `no-verify` is a word of pg for what libpq calls `require`. */
const sslModes: Readonly<Record<string, Tls>> = {
  disable: { tls: 'off' },
  allow: encryptIfOffered,
  prefer: encryptIfOffered,
  require: { tls: 'encrypt' },
  'no-verify': { tls: 'encrypt' },
  'verify-ca': { tls: 'verify-authority' },
  'verify-full': { tls: 'verify-host' },
};
/** How pg and JDBC write it. */
const sslWords: Readonly<Record<string, Tls>> = {
  true: { tls: 'verify-host' },
  1: { tls: 'verify-host' },
  false: { tls: 'off' },
  0: { tls: 'off' },
  'no-verify': { tls: 'encrypt' },
};
const mysqlSslModes: Readonly<Record<string, Tls>> = {
  DISABLED: { tls: 'off' },
  PREFERRED: encryptIfOffered,
  REQUIRED: { tls: 'encrypt' },
  VERIFY_CA: { tls: 'verify-authority' },
  VERIFY_IDENTITY: { tls: 'verify-host' },
};

const postgresqlTls = (query: URLSearchParams): Tls =>
  query.has('ssl') && !query.has('sslmode')
    ? choice(query, 'ssl', 'true', sslWords)
    : choice(query, 'sslmode', 'disable', sslModes);
const yesOrNo = { true: true, false: false };

const sqlServerTls = (query: URLSearchParams): Tls => {
  const encrypt = choice(query, 'encrypt', 'true', { ...yesOrNo, strict: 'strict' as const });
  if (encrypt === false) return { tls: 'off' };
  const tls = choice(query, 'trustServerCertificate', 'false', yesOrNo) ? 'encrypt' : 'verify-host';
  return encrypt === 'strict' ? { tls, tlsFirst: true } : { tls };
};

const sessionAttributes: Readonly<Record<string, WantedRole>> = Object.fromEntries(
  wantedRoles.map((role) => [role, role]),
);

/** A secondary that only lets read will not do for a loader; who says ReadOnly is let in there. */
const sqlServerRole = (query: URLSearchParams): Pick<Target, 'wantedRole' | 'readOnlyIntent'> => {
  if (!query.has('applicationIntent')) return { wantedRole: 'any' };
  const isReadOnly = choice(query, 'applicationIntent', '', { ReadWrite: false, ReadOnly: true });
  return isReadOnly ? { wantedRole: 'any', readOnlyIntent: true } : { wantedRole: 'read-write' };
};

const postgresql: Scheme = {
  system: 'postgresql',
  port: 5432,
  shape: 'postgres://user:password@host:5432/database?sslmode=verify-full',
  tls: postgresqlTls,
  wantedRole: (query) => ({ wantedRole: choice(query, 'target_session_attrs', 'any', sessionAttributes) }),
  known: ['sslmode', 'ssl', 'sslrootcert', 'target_session_attrs', 'host', 'port', 'user', 'password', 'dbname'],
  database: (user) => user,
};
/** Every address of a name is tried as it is, with or without `multiSubnetFailover`. */
const sqlServerKnown = ['encrypt', 'trustServerCertificate', 'sslrootcert', 'applicationIntent', 'failoverPartner'];
const sqlServer: Scheme = {
  system: 'microsoft.sql_server',
  port: 1433,
  shape: 'mssql://user:password@host:1433/database?encrypt=true',
  tls: sqlServerTls,
  wantedRole: sqlServerRole,
  known: [...sqlServerKnown, 'multiSubnetFailover'],
  database: () => 'master',
};
const mysql: Scheme = {
  system: 'mysql',
  port: 3306,
  shape: 'mysql://user:password@host:3306/database?ssl-mode=VERIFY_IDENTITY',
  tls: (query) => choice(query, 'ssl-mode', 'DISABLED', mysqlSslModes),
  wantedRole: () => ({ wantedRole: 'any' }),
  known: ['ssl-mode', 'sslrootcert', 'socket', 'socketPath', 'unix_socket'],
  database: () => '',
};

const schemes: Readonly<Record<string, Scheme>> = {
  postgres: postgresql,
  postgresql,
  mssql: sqlServer,
  sqlserver: sqlServer,
  mysql,
  mariadb: mysql,
};
const shapes = [postgresql, sqlServer, mysql].map(({ shape }) => shape).join('\n  ');

const otherDatabases: ReadonlySet<string> = new Set(
  'oracle db2 sqlite sqlite3 mongodb mongo redis snowflake bigquery redshift clickhouse cassandra duckdb cockroachdb databricks trino presto teradata sybase firebird hive'.split(
    ' ',
  ),
);

/** Raises TargetError. */
export const schemeOf = (url: string): Scheme => {
  const name = /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase() ?? '';
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (scheme !== undefined) return scheme;
  if (otherDatabases.has(name)) throw new TargetError(`${name} is not supported; PostgreSQL, SQL Server and MySQL are`);
  throw new TargetError(`this is not a database URL; write one of\n  ${shapes}`);
};
