import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import mysql from 'mysql2';

/** What mysql2's types leave out of its server side. */
interface ServedConnection {
  on(event: 'query' | 'error', listener: () => void): void;
  serverHandshake(options: object): void;
  writeColumns(columns: readonly object[]): void;
  writeTextRow(cells: readonly string[]): void;
  writeEof(): void;
  _resetSequenceId(): void;
}
interface Listening {
  readonly _server: Server;
  on(event: 'connection', listener: (connection: ServedConnection) => void): void;
}

const varString = 253;

const refusals: Readonly<Record<string, object>> = {
  stranger: { message: 'Access denied for user', code: 1045 },
  lost: { message: 'Unknown database', code: 1049 },
  locked: { message: 'Account is locked', code: 3118 },
};

/** Speaks MySQL as far as mysql2 does: lets everybody in whom no refusal names, and answers every query with its version. */
export const startMysqlServer = async (): Promise<{ readonly port: number } & AsyncDisposable> => {
  const { createServer } = mysql as unknown as { createServer: () => Listening };
  const server = createServer();
  server.on('connection', welcome);
  const listener = server._server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void listener.close(),
  };
};

const welcome = (connection: ServedConnection): void => {
  connection.on('error', () => undefined);
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: '8.4.0',
    connectionId: 1,
    statusFlags: 2,
    characterSet: 8,
    capabilityFlags: 0xffffff & ~0x800,
    authCallback: ({ user }: { user: string }, done: (error: null, refusal: object | null) => void) => {
      done(null, refusals[user] ?? null);
      connection._resetSequenceId();
    },
  });
  connection.on('query', () => {
    connection.writeColumns([
      {
        catalog: 'def',
        schema: '',
        table: '',
        orgTable: '',
        name: 'v',
        orgName: 'v',
        characterSet: 33,
        columnLength: 80,
        columnType: varString,
        flags: 0,
        decimals: 0,
      },
    ]);
    connection.writeTextRow(['8.4.0']);
    connection.writeEof();
    connection._resetSequenceId();
  });
};
