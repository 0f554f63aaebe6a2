import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { userForPostgres, type UnixUser } from './unix-user.ts';

/** A PostgreSQL server of our own on loopback. It ends, and its data with it, when this process ends in whatever way. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  /** Ends the server the way a crash would: no goodbye to clients, recovery at the next start. */
  readonly crash: () => Promise<void>;
  /** Starts a crashed server again, on the same port and data. */
  readonly restart: () => Promise<void>;
}

export class PostgresServerError extends Error {
  readonly code = 'FLIGHTS_POSTGRES';
}

const startTimeoutMs = 30_000;
const user = 'flights';

export const startPostgresServer = async (): Promise<PostgresServer> => {
  const unixUser = await userForPostgres();
  const binaries = await findBinaries(unixUser !== undefined);
  const folder = await mkdtemp(join(tmpdir(), 'flights-warehouse-'));
  if (unixUser !== undefined) await chown(folder, unixUser.uid, unixUser.gid);
  const password = randomBytes(12).toString('hex');
  await initialise(binaries, folder, password, unixUser);

  const port = await freePort();
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
  return serveFolder({ binaries, folder, port, url, unixUser });
};

interface Served {
  readonly binaries: PostgresBinaries;
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly unixUser: UnixUser | undefined;
}

/** A server on the data in `db` of a folder, which goes when the server does. */
export const serveFolder = async ({ binaries, folder, port, url, unixUser }: Served): Promise<PostgresServer> => {
  const keeper = keepServer(binaries, folder, port, unixUser);
  const start = async () => {
    keeper.stdin?.write('start\n');
    await waitUntilReady(url, folder);
  };
  const stop = async () => {
    keeper.stdin?.end();
    if (keeper.exitCode === null && keeper.signalCode === null) await once(keeper, 'exit');
  };
  await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    crash: async () => {
      keeper.stdin?.write('crash\n');
      await once(keeper.stdout ?? keeper, 'data');
    },
    restart: start,
    [Symbol.asyncDispose]: stop,
  };
};

const initialise = async (
  { initdb }: PostgresBinaries,
  folder: string,
  password: string,
  unixUser: UnixUser | undefined,
): Promise<void> => {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (unixUser !== undefined) await chown(passwordFile, unixUser.uid, unixUser.gid);
  const options = ['--locale=C', '--encoding=UTF8', '--no-sync', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await promisify(execFile)(initdb, ['-D', join(folder, 'db'), '-U', user, ...options], {
    cwd: folder,
    timeout: startTimeoutMs,
    ...unixUser,
  }).catch(async (cause: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw new PostgresServerError(`initdb failed in ${folder}: ${String((cause as { stderr?: string }).stderr)}`, {
      cause,
    });
  });
};

/**
 * A shell stands between us and the server and obeys lines on its stdin. Its stdin ends when we end, even by SIGKILL; then it
 * stops the server and removes the folder, so nothing is left behind.
 */
const keeperScript = `
trap : INT TERM HUP
folder=$1; shift
while read -r order; do
  case $order in
    start) "$@" </dev/null >>"$folder/log" 2>&1 & server=$! ;;
    crash) kill -QUIT $server; wait $server; echo crashed ;;
  esac
done
kill -INT $server; wait $server
rm -rf "$folder"`;

const keepServer = (
  { postgres }: PostgresBinaries,
  folder: string,
  port: number,
  unixUser: UnixUser | undefined,
): ChildProcess => {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 20,
    shared_buffers: '32MB',
    fsync: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [postgres, '-D', join(folder, 'db'), '-p', String(port), ...flags];
  return spawn('/bin/sh', ['-c', keeperScript, 'keeper', folder, ...server], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    ...unixUser,
  });
};

const waitUntilReady = async (url: string, folder: string): Promise<void> => {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(url))) {
    if (Date.now() > deadline) {
      const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
      throw new PostgresServerError(`PostgreSQL did not start in ${startTimeoutMs} ms:\n${log.slice(-2_000)}`);
    }
    await sleep(50);
  }
};

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  return client
    .connect()
    .then(() => true)
    .catch(() => false)
    .finally(() => client.end());
};
