import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;
beforeAll(async () => {
  space = await createCliWorkspace();
});
afterAll(() => space[Symbol.asyncDispose]());

describe('a server that is not as it should be', () => {
  const against = async (listener: RequestListener) => {
    const other = createServer(listener).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const result = await space.runHere([
      'runs',
      'list',
      '--url',
      `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
    ]);
    other.closeAllConnections();
    other.close();
    return result;
  };

  test.each<[string, RequestListener, string]>([
    ['something else', (_, response) => response.end('<html>'), 'did not answer as Sightglass does'],
    ['another shape', (_, response) => response.end('{"items":[{}]}'), 'items.0.runId'],
    ['a plain error', (_, response) => response.writeHead(502).end('bad'), '502'],
    ['hangs up', (request) => request.socket.destroy(), 'Cannot reach'],
  ])('%s', async (_, listener, message) => {
    const { code, stderr } = await against(listener);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('nothing there', async () => {
    const { code, stderr } = await space.run(['runs', 'list', '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(2);
    expect(stderr).toContain('Next: start it with `sightglass serve`');
  });

  test('no URL', async () => {
    for (const command of [['logs'], ['runs', 'list'], ['flush'], ['doctor'], ['exec', '--pipeline=x']]) {
      const isExec = command[0] === 'exec';
      const args = [...command, '--url', 'localhost:4318', ...(isExec ? ['--', 'true'] : [])];
      const { code, stderr } = await (isExec ? space.run(args) : space.runHere(args));
      expect(stderr).toMatch(/^sightglass: "localhost:4318" is not an http\(s\) URL;.*\n$/);
      expect(code).toBe(2);
    }
  });
});

test.each(['exec', 'serve', 'demo', 'runs', 'runs list', 'runs show', 'logs', 'flush', 'doctor'])(
  '%s --help',
  async (command) => {
    const { code, stdout } = await space.runHere([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/Examples:\n {2}\$ sightglass/);
  },
);
