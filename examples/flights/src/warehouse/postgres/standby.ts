import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { serveFolder, type PostgresServer } from './server.ts';
import { userForPostgres, type UnixUser } from './unix-user.ts';

const copyTimeoutMs = 30_000;

/** A hot standby that streams from a server of ours: a copy of its data, made while it runs. */
export const startPostgresStandby = async ({ url: primaryUrl }: PostgresServer): Promise<PostgresServer> => {
  const unixUser = await userForPostgres();
  const binaries = await findBinaries(unixUser !== undefined);
  const folder = await mkdtemp(join(tmpdir(), 'flights-standby-'));
  if (unixUser !== undefined) await chown(folder, unixUser.uid, unixUser.gid);
  await copyRunning(primaryUrl, join(folder, 'db'), unixUser);
  const port = await freePort();
  const url = new URL(primaryUrl);
  url.port = String(port);
  return serveFolder({ binaries, folder, port, url: url.href, unixUser });
};

/** PostgreSQL documentation, 25.3.3: the label makes the copy consistent. */
const copyRunning = async (primaryUrl: string, to: string, unixUser: UnixUser | undefined): Promise<void> => {
  const client = new pg.Client({ connectionString: primaryUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ from: string }>(
      "SELECT current_setting('data_directory') AS from FROM pg_backup_start('standby', true)",
    );
    await promisify(execFile)('cp', ['-R', rows[0]?.from ?? '', to], { timeout: copyTimeoutMs, ...unixUser });
    const stopped = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop()');
    const settings = `primary_conninfo = '${primaryUrl}'\n`;
    const files = {
      backup_label: stopped.rows[0]?.labelfile ?? '',
      'standby.signal': '',
      'postgresql.auto.conf': settings,
    };
    for (const [name, text] of Object.entries(files)) {
      const file = join(to, name);
      await writeFile(file, text, { mode: 0o600 });
      if (unixUser !== undefined) await chown(file, unixUser.uid, unixUser.gid);
    }
    await rm(join(to, 'postmaster.pid'));
  } finally {
    await client.end();
  }
};
