import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startOtlpServer } from '../../../sdk/testing/otlp-server.ts';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { useExec } from '../../testing/use-exec.ts';

const bench = useExec();
const node = process.execPath;
/** Telemetry is sent for two seconds after the end of the program; this is far beyond that also on a busy machine, and far below a minute. */
const withoutBoundMs = 30_000;
/** With --quiet it is one line, and nothing else. */
const undelivered = expect.stringMatching(
  /^sightglass: (?:http:.* cannot be reached \(.*\); .* (?:later run sends them|lost)|\d+ records? could not be delivered \(.*\))\n$/,
) as string;

describe('the server', () => {
  test('down: the program behaves the same, and a later run sends what was kept', async () => {
    const { port } = bench.server;
    await bench.server[Symbol.asyncDispose]();
    const result = await bench.script('console.log("kept line"); process.exit(4)');
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 4, stderr: undelivered });
    expect(result.durationMs).toBeLessThan(withoutBoundMs);
    bench.server = await startOtlpServer(port);
    await bench.script('console.log("second line")');
    expect(new Set(bench.lines().map(({ body }) => body))).toEqual(new Set(['kept line', 'second line']));
    const codes = bench.server.events('pipeline.run.finished').map(({ attributes }) => attributes['process.exit.code']);
    expect(new Set(codes)).toEqual(new Set([0, 4]));
  });

  test('hanging: the program ends in time', async () => {
    bench.server.answer = () => undefined;
    const result = await bench.script('console.log("x"); process.exit(4)');
    expect(result.code).toBe(4);
    expect(result.durationMs).toBeLessThan(withoutBoundMs);
    expect(readdirSync(bench.space.bufferDir)).not.toEqual([]);
  });

  test.each([
    ['refuses everything', 400, 'no'],
    ['fails', 500, 'oops'],
    ['answers nonsense', 200, '\u0000\u0001 not protobuf', ''],
  ])('%s: the program behaves the same', async (_, status, body, stderr: unknown = undelivered) => {
    bench.server.answer = (_request, response) => void response.writeHead(status).end(body);
    const result = await bench.script('console.log("x"); process.exit(4)');
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr,
    });
  });

  test('speaks another protocol: the program behaves the same', async () => {
    const noise = createServer((socket) => void socket.on('error', () => undefined).end('SSH-2.0-x\r\n')).listen(0);
    await once(noise, 'listening');
    const { port } = noise.address() as { port: number };
    const result = await bench.space.run([
      'exec',
      '--quiet',
      '--pipeline',
      'x',
      '--url',
      `http://127.0.0.1:${port}`,
      '--',
      'sh',
      '-c',
      'echo x; exit 4',
    ]);
    noise.close();
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr: undelivered,
    });
  });

  test('down and nowhere to keep anything: the program behaves the same', async () => {
    await bench.server[Symbol.asyncDispose]();
    const env = { SIGHTGLASS_BUFFER_DIR: '/dev/null/none' };
    const result = await bench.space.run(bench.args(['sh', '-c', 'echo x; exit 4']), { env });
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr: undelivered,
    });
  });
});

test('a URL in the environment that is none is told, and keeps no program from running', async () => {
  const { code, stdout, stderr } = await bench.space.run(['exec', '--pipeline=orders', '--', 'echo', 'rows'], {
    env: { SIGHTGLASS_URL: 'nonsense' },
  });
  expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: 'rows\n' });
  expect(stderr).toMatch(/^sightglass: "nonsense" is not an http\(s\) URL;.*\n$/);
});

test('no room on any disk: the program behaves the same', async () => {
  await bench.server[Symbol.asyncDispose]();
  const main = join(import.meta.dirname, '../main.ts');
  const full = `ulimit -f 0; exec "${node}" --conditions=@sightglass/source "${main}" "$@"`;
  const args = bench.args(['sh', '-c', 'echo x; exit 4']);
  const env = { PATH: process.env['PATH'], SIGHTGLASS_BUFFER_DIR: bench.space.bufferDir };
  const result = spawnSync('sh', ['-c', full, 'sh', ...args], { env, timeout: 60_000 });
  expect([result.status, result.stdout.toString(), result.stderr.toString()]).toEqual([4, 'x\n', undelivered]);
});
