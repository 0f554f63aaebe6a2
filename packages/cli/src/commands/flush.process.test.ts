import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOtlpServer, type OtlpServer } from '../../../sdk/testing/otlp-server.ts';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;
let server: OtlpServer;

beforeEach(async () => {
  space = await createCliWorkspace();
  server = await startOtlpServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await space[Symbol.asyncDispose]();
});

const flush = (...args: string[]): Promise<CliResult> => space.runHere(['flush', '--url', server.url, ...args]);

/** Runs while nobody listens, each of which prints `lines` of its own. */
const leaveRuns = async (...lines: readonly string[]): Promise<void> => {
  await server[Symbol.asyncDispose]();
  for (const line of lines) await space.run(['exec', '--pipeline', 'p', '--url', server.url, '--', 'echo', line]);
};
const comeBack = async (): Promise<void> => void (server = await startOtlpServer(server.port));

describe('flush', () => {
  test('sends what ended programs have left, oldest first, and says how much', async () => {
    await leaveRuns('first', 'second');
    await comeBack();
    const { code, stdout, stderr } = await space.run(['flush', '--url', server.url]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.toString()).toMatch(/^Sent \d+ records to http:\S+; nothing is left\.\n$/);
    const lines = server.logs().filter(({ event }) => event === undefined);
    expect(lines.map(({ body }) => body)).toEqual(['first', 'second']);
    expect(server.events('pipeline.run.finished')).toHaveLength(2);
    expect((await flush()).stdout.toString()).toMatch(/^Nothing waits in /);
  });

  test('says why and what to do while nobody listens, keeps everything, and exits with 2', async () => {
    await leaveRuns('only');
    const { code, stdout } = await flush();
    expect(code).toBe(2);
    expect(stdout.toString()).toMatch(
      /stopped taking telemetry \(.*ECONNREFUSED.*\); [\d.]+ kB are left in .*Start the server/,
    );
    await comeBack();
    expect((await flush()).code).toBe(0);
    expect(server.events('pipeline.run.finished')).toHaveLength(1);
  });

  test('tells as JSON what the server has refused for good, and exits with 1', async () => {
    await leaveRuns('only');
    await comeBack();
    server.answer = (_request, response) => void response.writeHead(400).end();
    const { code, stdout } = await flush('--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      url: server.url,
      folder: space.bufferDir,
      sentRecords: 0,
      leftBytes: 0,
      inUseBytes: 0,
      elsewhereBytes: 0,
      reason: 'HTTP 400 Bad Request',
    });
  });

  test('leaves what is meant for another server, and says so', async () => {
    await using other = await startOtlpServer(); // before the first ends: it must not get the port of the first
    await leaveRuns('only');
    const { code, stdout } = await flush('--url', other.url);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(
      new RegExp(
        `Nothing waits .*\\n[\\d.]+ kB wait for ${server.url}\\. .*sightglass flush --from ${server.url} --url ${other.url}\n$`,
      ),
    );
    expect(other.requests).toEqual([]);
  });

  test('sends what was kept for a server that has moved, and so doctor says', async () => {
    await using other = await startOtlpServer(); // before the first ends: it must not get the port of the first
    await leaveRuns('only');
    const doctor = async () => (await space.runHere(['doctor', '--url', other.url])).stdout.toString();
    expect(await doctor()).toMatch(new RegExp(`unsent telemetry +none for ${other.url} .*\\n.*--from ${server.url}`));
    const { code, stdout } = await flush('--from', server.url, '--url', other.url);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^Sent \d+ records to http:\S+; nothing is left\.\n$/);
    expect(other.events('pipeline.run.finished')).toHaveLength(1);
    expect(await doctor()).not.toContain('--from');
  });

  test('for several servers doctor has a line for each', async () => {
    const urls = ['http://127.0.0.1:9', 'http://127.0.0.1:11'];
    for (const url of urls) await space.run(['exec', '--pipeline', 'p', '--url', url, '--', 'true']);
    const { stdout } = await space.runHere(['doctor', '--url', 'http://127.0.0.1:13']);
    const lines = stdout.toString().split('\n');
    for (const url of urls)
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^ +[\\d.]+ k?B wait for ${url}\\. .*--from ${url} --url \\S+13$`)),
      );
  });

  test('never writes what is secret in a URL beside what is kept', async () => {
    await server[Symbol.asyncDispose]();
    const url = server.url.replace('//', '//me:hunter2@');
    await space.run(['exec', '--pipeline', 'p', '--url', url, '--', 'true']);
    const { stdout } = await flush('--url', 'http://127.0.0.1:9');
    expect(stdout.toString()).toContain(`wait for ${server.url}.`);
    expect(stdout.toString()).not.toContain('hunter2');
  });

  test.each([
    [['--buffer', '/nowhere'], {}, 'There is no folder "/nowhere". Give the one the pipelines write to with --buffer.'],
    [[], { SIGHTGLASS_BUFFER_DIR: 'off' }, 'SIGHTGLASS_BUFFER_DIR is off'],
  ])('%j is told what is wrong', async (args, env, message) => {
    const { code, stderr } = await space.runHere(['flush', ...args], { env });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
