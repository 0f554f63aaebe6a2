import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkDataFolder } from './machine.ts';
import { checkRemoteServer, checkThisMachine, isOnThisMachine } from './checks.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

test.each([
  ['http://127.0.0.1:4318', true],
  ['http://127.8.0.1', true],
  ['http://localhost:4318/', true],
  ['http://sightglass.localhost', true],
  ['http://[::1]:4318', true],
  ['https://sightglass.example.com', false],
  ['http://127.0.0.1.example.com', false],
  ['http://10.0.0.7:4318', false],
])('%s is on this machine: %s', (url, isHere) => expect(isOnThisMachine(url)).toBe(isHere));

const bufferFolder = temporaryFolder();

const subjectAt = (url: string, isUrlChosen: boolean) => ({
  url,
  isUrlChosen,
  dataFolder: '/proc/none',
  bufferFolder,
});
const nobody = 'http://127.0.0.1:9';

test('of a remote server only what can be known from here is said', async () => {
  const server = createServer((_, response) => response.end('ready')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const checks = await checkRemoteServer(subjectAt(url, true));
  server.closeAllConnections();
  server.close();
  expect(checks.map(({ name, state }) => [name, state])).toEqual([
    ['Node', 'ok'],
    ['server', 'ok'],
    ['clock', 'ok'],
    ['unsent telemetry', 'ok'],
  ]);
});

test('a remote server that does not answer is the one thing that is wrong', async () => {
  const checks = await checkRemoteServer(subjectAt(nobody, false));
  expect(checks.filter(({ state }) => state === 'fail').map(({ name }) => name)).toEqual(['server']);
});

test('the ports of a server here are looked at only where nobody named another server', async () => {
  const portsOf = async (isUrlChosen: boolean) =>
    (await checkThisMachine(subjectAt(nobody, isUrlChosen)))
      .map(({ name }) => name)
      .filter((name) => /port/.test(name));
  expect(await portsOf(true)).toEqual([]);
  expect(await portsOf(false)).toEqual(['port 4318', 'port 4317']);
});

test('the data folder is that of a server started here, and is made when one is', () => {
  const folder = temporaryFolder();
  expect(checkDataFolder(folder).found).toContain(`${folder} (of a server started here), `);
  expect(checkDataFolder(`${folder}/data`).found).toContain(
    `${folder}/data (of a server started here, not there yet), `,
  );
});
