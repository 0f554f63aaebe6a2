import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { beforeEach, expect, it } from 'vitest';
import { selfSigned } from '../../../../../test/tds-server/certificate.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { readTls, reloadTls } from './tls.ts';

const folder = temporaryFolder();
const files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
const write = async (): Promise<void> => {
  const { cert, key } = await selfSigned(30);
  writeFileSync(files.certificate, cert);
  writeFileSync(files.key, key);
};
beforeEach(write);

it('a renewed certificate is used for new connections; while it does not fit its key, the one before is', async () => {
  const server = createServer(readTls(files)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fingerprint = async (): Promise<string> => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  const said: string[] = [];
  using _watched = reloadTls(files, {
    takers: [server],
    onReloaded: () => said.push('read again'),
    onError: (error) => said.push(String(error)),
    everyMs: 20,
  });
  const before = await fingerprint();
  writeFileSync(files.certificate, (await selfSigned(30)).cert);
  await expect.poll(() => said.at(-1)).toContain('are not a certificate and the key to it');
  expect(await fingerprint()).toBe(before);
  await write();
  await expect.poll(() => said.at(-1)).toBe('read again');
  expect(await fingerprint()).not.toBe(before);
  server.close();
});

it.each([
  [{ ...files, key: join(folder, 'none.pem') }, /tls\.key: ".*none\.pem" cannot be read: ENOENT/u],
  [{ certificate: files.key, key: files.key }, /are not a certificate and the key to it, both in PEM/u],
])('%j is refused with what is wrong', (given, why) => expect(() => readTls(given)).toThrow(why));
