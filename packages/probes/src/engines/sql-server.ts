import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import type { ServerRole } from '@sightglass/model/rest';
import { Connection, Request, type ConnectionConfiguration } from 'tedious';
import { sqlServerTls } from '../connection/sql-server-tls.ts';
import { textOf } from './cell.ts';
import { applicationName, type Opening, type OpenSession } from './engine.ts';

/** A little more than any deadline of ours, so that ours is the one that counts. */
const driverTimeoutMs = 600_000;

type Row = Readonly<Record<string, unknown>>;

const database = `SELECT name, state_desc AS state, CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(40)) AS version,
  CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(20)) AS updateability
FROM sys.databases WHERE database_id = DB_ID()`;
const roles: Readonly<Record<string, ServerRole>> = { READ_WRITE: 'primary', READ_ONLY: 'read-only' };
/** No lock is waited for. */
const carefully = (text: string): string =>
  `SET LOCK_TIMEOUT 500; SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;\n${text}`;

/** What SQL Server said was wrong, with its number, which the driver keeps to itself when a login fails. */
class ServerError extends Error {
  readonly number: number;
  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

interface ErrorMessage {
  readonly number: number;
  readonly message: string;
}

export const openSqlServer: OpenSession = async (opening) => {
  const connection = new Connection(configuration(opening));
  const errors: ErrorMessage[] = [];
  connection.on('errorMessage', (message: ErrorMessage) => void errors.push(message));
  connection.on('secure', (socket: unknown) => opening.onSecured(socket as TLSSocket));
  connection.on('error', () => undefined);
  const ended = once(connection, 'end').then(() => Promise.reject(new Error('The server closed the connection')));
  ended.catch(() => undefined);
  const orServerError = async <T>(work: Promise<T>): Promise<T> => {
    errors.length = 0;
    return Promise.race([work, ended]).catch((error: unknown) => {
      const [first] = errors;
      throw first === undefined ? error : new ServerError(first.number, first.message);
    });
  };
  await orServerError(connected(connection));
  if (opening.target.tlsFirst) opening.onSecured(null);
  let version = '';
  return {
    get version() {
      return version;
    },
    roundTrip: () => orServerError(query(connection, 'SELECT 1')),
    read: async () => {
      const [row] = await orServerError(query(connection, carefully(database)));
      version = `SQL Server ${textOf(row?.['version'])}`.trim();
      return {
        detail: `${textOf(row?.['name'])}, ${textOf(row?.['state'])}`,
        role: roles[textOf(row?.['updateability'])] ?? null,
      };
    },
    query: (text) => orServerError(query(connection, carefully(text))),
    close: () => connection.close(),
  };
};

const configuration = ({ target, socket, authority }: Opening): ConnectionConfiguration => ({
  server: target.host,
  authentication: { type: 'default', options: { userName: target.user, password: target.password } },
  options: {
    port: target.port,
    database: target.database,
    appName: applicationName,
    connector: () => Promise.resolve(socket),
    connectTimeout: driverTimeoutMs,
    requestTimeout: driverTimeoutMs,
    maxRetriesOnTransientErrors: 0,
    readOnlyIntent: target.readOnlyIntent === true,
    ...sqlServerTls(target, authority),
  },
});

const connected = (connection: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.connect((error?: Error) => (error === undefined || error === null ? resolve() : reject(error)));
  });

const query = (connection: Connection, text: string): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    const rows: Row[] = [];
    const request = new Request(text, (error) => (error ? reject(error) : resolve(rows)));
    request.on('row', (columns: readonly Column[]) => {
      rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value])));
    });
    connection.execSqlBatch(request);
  });

interface Column {
  readonly metadata: { readonly colName: string };
  readonly value: unknown;
}
