import { once } from 'node:events';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';
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

const occupy = async (port = 0) => {
  const listener = createServer().listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return { port: (listener.address() as AddressInfo).port, free: () => listener.close() };
};

/** One whose port is known, as it cannot be read where stdout goes nowhere. */
const startAt = async (stdio: StdioOptions) => {
  const { port, free } = await occupy();
  free();
  const serve = space.start(['serve', '--port', String(port), '--grpc-port', '0', '--data', join(space.dir, 'data')], {
    stdio,
  });
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitFor(async () => expect(await isReady()).toBe(true), 60_000);
  return { serve, isReady };
};

/** What makes it write to its log. */
const killEngine = async (): Promise<void> => {
  const pid = () => Number(readFileSync(join(space.dir, 'data/engine.pid'), 'utf8'));
  const before = pid();
  process.kill(before, 'SIGKILL');
  await vi.waitFor(() => expect(pid()).not.toBe(before), 20_000);
};

test.each<[string, () => { stdio: StdioOptions; afterStart: (child: ChildProcess) => void }]>([
  [
    'goes to a full disk',
    () => {
      const full = openSync('/dev/full', 'w');
      return { stdio: ['ignore', full, full], afterStart: () => closeSync(full) };
    },
  ],
  [
    'has no reader any more',
    () => ({
      stdio: 'pipe',
      afterStart: (child) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
    }),
  ],
])(
  'a server whose output %s goes on',
  async (_name, outputs) => {
    const { stdio, afterStart } = outputs();
    const { serve, isReady } = await startAt(stdio);
    afterStart(serve.child);
    await killEngine();
    await vi.waitFor(async () => expect(await isReady()).toBe(true), 60_000);
    expect([serve.child.exitCode, serve.child.signalCode]).toEqual([null, null]);
    serve.child.kill('SIGINT');
    expect((await serve.done).code).toBe(0);
  },
  120_000,
);

const expectTaken = ({ code, stderr }: CliResult, port: number, option: string): void => {
  expect(code).toBe(2);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(stderr).toContain(`${option} 0 picks a free one`);
  expect(stderr).not.toMatch(/ {4}at |EADDRINUSE|No address added/);
};

test('a taken port is said, with what to do', async () => {
  const taken = await occupy();
  const result = await space.run(['serve', '--port', String(taken.port), '--grpc-port', '0']);
  taken.free();
  expectTaken(result, taken.port, '--port');
});

test.each([
  ['--port', '--grpc-port'],
  ['--grpc-port', '--port'],
])('so is that of %s, taken while the server starts', async (option, other) => {
  const { port, free } = await occupy();
  free();
  const serve = space.start(['serve', option, String(port), other, '0']);
  await serve.printed('Starting …');
  const taken = await occupy(port);
  const result = await serve.done;
  taken.free();
  expectTaken(result, port, option);
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
  const { code, stderr } = await space.run(['serve', ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
