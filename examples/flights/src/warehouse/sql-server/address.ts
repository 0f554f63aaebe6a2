import type { config } from 'mssql';
import { connectTimeoutMs, statementTimeoutMs, WarehouseUrlError } from '../warehouse.ts';

/** A database on a SQL Server and how to reach it. */
export interface SqlServerAddress {
  readonly host: string;
  readonly port: number;
  readonly config: config;
}

const defaultPort = 1433;
const shape = 'mssql://user:password@host:port/database';
const known = ['encrypt', 'trustServerCertificate'];

/**
 * Reads `mssql://user:password@host:port/database`, with `?encrypt=true|false|strict` (true) and `&trustServerCertificate=true` for a
 * server with a certificate of its own making. Raises {@link WarehouseUrlError}, which never repeats the password.
 */
export const sqlServerAt = (url: string, sessionName: string): SqlServerAddress => {
  const parsed = parse(url);
  const { hostname: host, searchParams } = parsed;
  const port = Number(parsed.port || defaultPort);
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (host === '' || database === '' || parsed.username === '' || parsed.password === '') {
    throw new WarehouseUrlError(`the warehouse URL must be ${shape}; user, password, host and database must be there`);
  }
  const options = {
    encrypt: encryption(searchParams.get('encrypt') ?? 'true'),
    trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
    appName: sessionName,
    useUTC: true,
    abortTransactionOnError: false,
  };
  const config = {
    server: host,
    port,
    database,
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    connectionTimeout: connectTimeoutMs,
    requestTimeout: statementTimeoutMs,
    validateConnection: 'socket' as const,
    pool: { min: 0, max: 1 },
    // The types know no 'strict', which tedious does: encryption before the first byte, never given up.
    options: options as config['options'],
  };
  return { host, port, config };
};

const parse = (url: string): URL => {
  if (!URL.canParse(url)) throw new WarehouseUrlError(`the warehouse URL cannot be read; it must be ${shape}`);
  const parsed = new URL(url);
  const unknown = [...parsed.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return parsed;
  throw new WarehouseUrlError(`the warehouse URL has "${unknown}", which is none of ${known.join(', ')}`);
};

const encryption = (text: string): boolean | 'strict' => {
  if (text === 'strict') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new WarehouseUrlError(`the warehouse URL has encrypt=${text}; it must be true, false or strict`);
};
