import type { DatabaseSystem } from '@sightglass/model';
import { TargetError, type Target, type TlsMode } from './target.ts';

interface Scheme {
  readonly system: DatabaseSystem;
  readonly port: number;
  readonly shape: string;
  /** What of the query says how TLS is to be; the rest is left out. */
  readonly tls: (query: URLSearchParams) => Pick<Target, 'tls' | 'tlsFirst'>;
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

const sslModes: Readonly<Record<string, TlsMode>> = {
  disable: 'off',
  require: 'encrypt',
  'verify-ca': 'verify-authority',
  'verify-full': 'verify-host',
};
const mysqlSslModes: Readonly<Record<string, TlsMode>> = {
  DISABLED: 'off',
  REQUIRED: 'encrypt',
  VERIFY_CA: 'verify-authority',
  VERIFY_IDENTITY: 'verify-host',
};
const yesOrNo = { true: true, false: false };

const sqlServerTls = (query: URLSearchParams): Pick<Target, 'tls' | 'tlsFirst'> => {
  const encrypt = choice(query, 'encrypt', 'true', { ...yesOrNo, strict: 'strict' as const });
  if (encrypt === false) return { tls: 'off' };
  const tls = choice(query, 'trustServerCertificate', 'false', yesOrNo) ? 'encrypt' : 'verify-host';
  return encrypt === 'strict' ? { tls, tlsFirst: true } : { tls };
};

const postgresql: Scheme = {
  system: 'postgresql',
  port: 5432,
  shape: 'postgres://user:password@host:5432/database?sslmode=verify-full',
  tls: (query) => ({ tls: choice(query, 'sslmode', 'disable', sslModes) }),
  known: ['sslmode', 'sslrootcert'],
  database: (user) => user,
};
const sqlServer: Scheme = {
  system: 'microsoft.sql_server',
  port: 1433,
  shape: 'mssql://user:password@host:1433/database?encrypt=true',
  tls: sqlServerTls,
  known: ['encrypt', 'trustServerCertificate', 'sslrootcert'],
  database: () => 'master',
};
const mysql: Scheme = {
  system: 'mysql',
  port: 3306,
  shape: 'mysql://user:password@host:3306/database?ssl-mode=VERIFY_IDENTITY',
  tls: (query) => ({ tls: choice(query, 'ssl-mode', 'DISABLED', mysqlSslModes) }),
  known: ['ssl-mode', 'sslrootcert'],
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

/** Reads a database URL. Raises TargetError. */
export const readTarget = (url: string): Target => {
  const scheme = Object.entries(schemes).find(([name]) => url.startsWith(`${name}://`))?.[1];
  if (scheme === undefined) throw new TargetError(`this is no database URL; write one of\n  ${shapes}`);
  const parsed = parse(url, scheme);
  const user = decode(parsed.username, 'user');
  if (parsed.hostname === '' || user === '') {
    throw new TargetError(`the URL must name host and user: ${scheme.shape}`);
  }
  const query = parsed.searchParams;
  const authorityFile = query.get('sslrootcert');
  return {
    system: scheme.system,
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(parsed.port || scheme.port),
    database: decode(parsed.pathname.slice(1), 'database') || scheme.database(user),
    user,
    password: decode(parsed.password, 'password'),
    ...scheme.tls(query),
    ...(authorityFile === null ? {} : { authorityFile }),
    ignored: [...new Set(query.keys())].filter((name) => !scheme.known.includes(name)),
  };
};

const parse = (url: string, { shape }: Scheme): URL => {
  if (URL.canParse(url)) return new URL(url);
  throw new TargetError(
    `the URL cannot be read; write ${shape}, and /, ?, # and @ in a password as %2F, %3F, %23 and %40`,
  );
};

const decode = (text: string, part: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TargetError(`the ${part} in the URL holds a % that is no escape; write it as %25`);
  }
};
