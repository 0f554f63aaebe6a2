import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ServerRole } from '@sightglass/model/rest';
import pg from 'pg';
import { textOf } from './cell.ts';
import { postgresqlTls } from '../connection/postgresql-tls.ts';
import { applicationName, type Opening, type OpenSession } from './engine.ts';

interface ServerParameter {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/** What pg's types leave out. */
interface InnerConnection {
  readonly stream: Socket;
  once(event: 'sslconnect', listener: () => void): void;
  on(event: 'parameterStatus', listener: (parameter: ServerParameter) => void): void;
}

type Row = Readonly<Record<string, unknown>>;

const database = `SELECT datname AS name, pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS readonly
FROM pg_database WHERE datname = current_database()`;
/**
 * Nothing is changed, no lock is waited for, and pg_stat_activity is read once; committed, as the server counts rollbacks. The extension of
 * statements may be in any schema.
 */
const carefully = (text: string): string => `BEGIN READ ONLY;
SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '5s';
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), (
  SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
  WHERE extname = 'pg_stat_statements')), true);
${text};
COMMIT`;

export const openPostgresql: OpenSession = async (opening) => {
  const { target } = opening;
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    application_name: applicationName,
    stream: () => alreadyConnected(opening.socket),
    ssl: postgresqlTls(target, opening.authority),
  });
  const failed = once(client, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  watchTls(client, opening);
  let version = '';
  connectionOf(client).on('parameterStatus', ({ parameterName, parameterValue }) => {
    if (parameterName === 'server_version') version = parameterValue;
  });
  await Promise.race([client.connect(), failed]);
  return {
    version: `PostgreSQL ${version}`,
    roundTrip: () => client.query('SELECT 1'),
    read: async () => {
      const [row = {}] = await query(client, database);
      const role = roleOf(row);
      return { detail: `${textOf(row['name'])}${role === 'primary' ? '' : `, ${role}`}`, role };
    },
    query: (text) => query(client, text),
    close: () => void client.end().catch(() => undefined),
  };
};

const roleOf = (row: Row): ServerRole => {
  if (row['standby'] === true) return 'standby';
  return row['readonly'] === 'on' ? 'read-only' : 'primary';
};

const query = async (client: pg.Client, text: string): Promise<readonly Row[]> => {
  try {
    const results = (await client.query(carefully(text))) as unknown as readonly pg.QueryResult<Row>[];
    return results.at(-2)?.rows ?? [];
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
};

/** pg connects by itself; here it gets a connection that is made. */
const alreadyConnected = (socket: Socket): Socket =>
  Object.assign(socket, {
    connect: () => {
      process.nextTick(() => socket.emit('connect'));
      return socket;
    },
  });

const watchTls = (client: pg.Client, { onSecured }: Opening): void => {
  const connection = connectionOf(client);
  connection.once('sslconnect', () => {
    const secured = connection.stream as TLSSocket;
    secured.prependOnceListener('secureConnect', () => onSecured(secured));
  });
};

const connectionOf = (client: pg.Client): InnerConnection =>
  (client as unknown as { readonly connection: InnerConnection }).connection;
