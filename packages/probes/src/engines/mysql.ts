import { checkServerIdentity, TLSSocket } from 'node:tls';
import { createConnection, type Connection, type RowDataPacket, type SslOptions } from 'mysql2';
import { applicationName, type Opening, type OpenSession } from './engine.ts';

/** What mysql2's types leave out. */
interface InnerConnection {
  readonly stream: unknown;
  startTLS: (onSecure: (error?: Error) => void) => void;
}

export const openMysql: OpenSession = async (opening) => {
  const { target, socket } = opening;
  const connection = createConnection({
    host: target.host,
    user: target.user,
    password: target.password,
    ...(target.database === '' ? {} : { database: target.database }),
    stream: socket,
    connectAttributes: { program_name: applicationName },
    ...(target.tls === 'off' ? {} : { ssl: tlsOptions(opening) }),
  });
  connection.on('error', () => undefined);
  watchTls(connection as unknown as InnerConnection, opening);
  await connected(connection);
  let version = '';
  return {
    get version() {
      return version;
    },
    roundTrip: () => query(connection, 'SELECT 1'),
    read: async () => {
      const [number = ''] = await query(connection, 'SELECT VERSION()');
      version = mysqlVersion(number);
      const name = target.database || 'information_schema';
      const text = `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${connection.escape(name)}`;
      return { detail: (await query(connection, text)).join(', '), role: null };
    },
    query: () => Promise.reject(new Error('Sessions, locks and tables of MySQL are not sampled')),
    close: () => connection.destroy(),
  };
};

/** MariaDB answers `10.11.19-MariaDB-0+deb12u1`, of old behind `5.5.5-`. */
export const mysqlVersion = (number: string): string => {
  const [, mariadb] = /^(?:5\.5\.5-)?([\d.]+)-MariaDB/i.exec(number) ?? [];
  return mariadb === undefined ? `MySQL ${number}` : `MariaDB ${mariadb}`;
};

const tlsOptions = ({ target, authority }: Opening): SslOptions => ({
  rejectUnauthorized: target.tls !== 'encrypt',
  ...(authority === undefined ? {} : { ca: authority }),
});

/** The driver says nothing of its TLS, and its check of the host is ours, so that an IP address works too. */
const watchTls = (connection: InnerConnection, { target, onSecured }: Opening): void => {
  const startTls = connection.startTLS.bind(connection);
  connection.startTLS = (onSecure) =>
    startTls((error) => {
      const { stream } = connection;
      if (error !== undefined || !(stream instanceof TLSSocket)) return onSecure(error);
      onSecured(stream);
      const isOther = target.tls === 'verify-host' && checkServerIdentity(target.host, stream.getPeerCertificate());
      onSecure(isOther || undefined);
    });
};

const connected = (connection: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });

/** The first column. */
const query = (connection: Connection, text: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>(text, (error, rows) =>
      error ? reject(error) : resolve(rows.map((row) => String(Object.values(row)[0]))),
    );
  });
