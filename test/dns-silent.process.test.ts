import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { canMountDisks } from './_small-disk.ts';
import { temporaryFolder } from './temporary-folder.ts';

const sightglass = join(import.meta.dirname, '../node_modules/.bin/sightglass');
const canMount = canMountDisks();

/** A DNS server that takes questions and answers none. */
const startSilentDns = async (address: string): Promise<AsyncDisposable> => {
  const socket = createSocket('udp4').bind(53, address);
  await once(socket, 'listening');
  return { [Symbol.asyncDispose]: async () => void socket.close() };
};

it.runIf(canMount)(
  `a ping whose DNS server never answers is over when its time is, and says so${canMount ? '' : ' (NOT RUN: this user may not mount)'}`,
  async () => {
    const address = '127.0.0.53';
    await using _dns = await startSilentDns(address);
    const file = join(temporaryFolder(), 'resolv.conf');
    await writeFile(file, `nameserver ${address}\noptions timeout:30 attempts:5\n`);
    const script = `mount --bind ${file} /etc/resolv.conf && exec ${sightglass} ping postgres://u:hush@db.example.com/d --timeout 1s --json`;
    const pinged = promisify(execFile)('unshare', ['--mount', 'sh', '-c', script], { timeout: 60_000 });
    const { code, killed, stdout } = (await pinged.catch((error: unknown) => error)) as {
      code: number;
      killed: boolean;
      stdout: string;
    };
    expect({ code, killed }).toEqual({ code: 1, killed: false });
    expect(JSON.parse(stdout)).toMatchObject({ error: { step: 'dns', class: 'timeout' } });
  },
);
