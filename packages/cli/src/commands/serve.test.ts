import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';
import { startServe } from '../../testing/run-server.ts';

let space: CliWorkspace;

beforeEach(async () => {
  space = await createCliWorkspace();
});
afterEach(() => space[Symbol.asyncDispose]());

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

test('it says where it is, is ready, serves the dashboard, and Ctrl-C ends it and its engine', async () => {
  const server = await startServe(space);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(await (await fetch(server.url)).text()).toContain('<div id="root">');
  const enginePid = Number(readFileSync(join(space.dir, 'data/engine.pid'), 'utf8'));
  expect(isAlive(enginePid)).toBe(true);
  server.process.child.kill('SIGINT');
  expect((await server.process.done).code).toBe(0);
  await vi.waitFor(() => expect(isAlive(enginePid)).toBe(false), 5000);
});

test('a taken port is said, with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await space.run(['serve', '--port', String(port), '--grpc-port', '0']);
  taken.close();
  expect(code).toBe(2);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(stderr).toContain('--port 0 picks a free one');
  expect(stderr).not.toContain('    at ');
});

test.each([
  [['--port', 'http'], 'Give a port from 0 to 65535'],
  [['--port', '4000', '--grpc-port', '4000'], 'two different ports'],
  [['--host', '192.0.2.1', '--port', '0', '--grpc-port', '0'], 'without authentication anyone there'],
])('serve %j is refused', async (args, message) => {
  const { code, stderr } = await space.run(['serve', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
