import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ReceivedLogin } from './requests.ts';
import type { Script } from './script.ts';
import { serve } from './session.ts';

/**
 * Speaks enough of the SQL Server protocol to script what a server may do to a client. It proves how we handle replies, not that our
 * SQL is valid.
 */
export interface TdsServer extends AsyncDisposable {
  readonly port: number;
  readonly logins: readonly ReceivedLogin[];
  readonly statements: readonly string[];
  /** How it behaves towards connections from now on. */
  script: Script;
  /** Ends every connection as a restart would. */
  readonly dropConnections: () => void;
}

export const startTdsServer = async (script: Script = {}): Promise<TdsServer> => {
  const sockets = new Set<Socket>();
  const logins: ReceivedLogin[] = [];
  const statements: string[] = [];
  const log = {
    onLogin: (login: ReceivedLogin) => void logins.push(login),
    onStatement: (text: string) => void statements.push(text),
  };
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    serve(socket, server.script, log);
  });
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server: TdsServer = {
    get port() {
      return (listener.address() as AddressInfo).port;
    },
    logins,
    statements,
    script,
    dropConnections,
    [Symbol.asyncDispose]: async () => {
      dropConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  return server;
};
