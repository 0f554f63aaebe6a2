import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../../../../examples/flights/src/warehouse/postgres/free-port.ts';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';
import { startServe } from '../../testing/run-server.ts';

let space: CliWorkspace;

beforeEach(async () => {
  space = await createCliWorkspace();
});
afterEach(() => space[Symbol.asyncDispose]());

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

const enginePid = () => Number(readFileSync(join(space.dir, 'data/engine.pid'), 'utf8'));

/** What makes a server write to its log. */
const killEngine = async (): Promise<void> => {
  const before = enginePid();
  process.kill(before, 'SIGKILL');
  await vi.waitFor(() => expect(enginePid()).not.toBe(before), { timeout: 240_000 });
};

const untilReady = (url: string): Promise<void> => {
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  return vi.waitFor(async () => expect(await isReady()).toBe(true), { timeout: 240_000, interval: 100 });
};

test('it says where it is, is ready, serves the dashboard, goes on when nobody reads its output, and Ctrl-C ends it and its engine', async () => {
  const server = await startServe(space);
  const { child, done } = server.process;
  await untilReady(server.url);
  expect(await (await fetch(server.url)).text()).toContain('<div id="root">');
  expect(isAlive(enginePid())).toBe(true);

  child.stdout?.destroy();
  child.stderr?.destroy();
  await killEngine();
  await untilReady(server.url);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);

  const pid = enginePid();
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 60_000);
});

const occupy = async (port = 0) => {
  const listener = createServer().listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return { port: (listener.address() as AddressInfo).port, free: () => listener.close() };
};

test('a server whose output goes to a full disk goes on', async () => {
  const full = openSync('/dev/full', 'w');
  const port = await freePort(); // its port cannot be read where stdout goes nowhere
  const args = ['serve', '--port', String(port), '--grpc-port', '0', '--data', join(space.dir, 'data')];
  const { child, done } = space.start(args, { stdio: ['ignore', full, full] });
  closeSync(full);
  await untilReady(`http://127.0.0.1:${port}`);
  await killEngine();
  await untilReady(`http://127.0.0.1:${port}`);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  child.kill('SIGINT');
  expect((await done).code).toBe(0);
});

const expectTaken = ({ code, stderr }: CliResult, port: number, option: string): void => {
  expect(code).toBe(2);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(stderr).toContain(`${option} 0 picks a free one`);
  expect(stderr).not.toMatch(/ {4}at |EADDRINUSE|No address added/);
};

test('a taken port is said, with what to do', async () => {
  const taken = await occupy();
  const result = await space.runHere(['serve', '--port', String(taken.port), '--grpc-port', '0']);
  taken.free();
  expectTaken(result, taken.port, '--port');
});

test('so is one that is taken while the server starts', async () => {
  const port = await freePort();
  const serve = space.start(['serve', '--grpc-port', String(port), '--port', '0']);
  await serve.printed('Starting …');
  const taken = await occupy(port);
  const result = await serve.done;
  taken.free();
  expectTaken(result, port, '--grpc-port');
});

test('told to stop while it starts, it does not say where it is', async () => {
  const serve = space.start(['serve', '--port', '0', '--grpc-port', '0']);
  await serve.printed('Starting …');
  serve.child.kill('SIGINT');
  const { code, stdout, stderr } = await serve.done;
  expect([code, stdout.toString()]).toEqual([0, '']);
  expect(stderr).toContain('Stopping …');
});

test.each([
  [['--port', 'http'], /Give a port from 0 to 65535.* \[USAGE\]\n/],
  [['--port', '4000', '--grpc-port', '4000'], 'two different ports'],
  [['--host', '192.0.2.1', '--port', '0', '--grpc-port', '0'], 'without authentication anyone there'],
  [['--data', import.meta.filename], /\[DATA_DIR_UNUSABLE\]\n/],
  [['--config', join(import.meta.dirname, 'nothere.yaml')], /\[CONFIG_INVALID\]\n/],
  [['--host', 'nosuchhost.invalid'], 'The host name nosuchhost.invalid does not resolve'],
])('serve %j is refused', async (args, message) => {
  const { code, stderr } = await space.runHere(['serve', ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
