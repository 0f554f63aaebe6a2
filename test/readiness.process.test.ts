import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logBodies } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';

const post = async ({ url }: ServerProcess, body: string) => {
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: logsRequest([{ body: text(body) }]),
  });
  return { status: answer.status, said: await answer.text() };
};

const readiness = async ({ url }: ServerProcess) =>
  (await (await fetch(`${url}/readyz`)).json()) as { status: string; checks: Record<string, string> };

const untilReady = (server: ServerProcess): Promise<void> =>
  until('the server is ready', async () => (await readiness(server)).status === 'ready');

it('is ready while a body would be taken and a query answered, else tells why; a folder put back is used again; with its state damaged it takes telemetry, and shows what is forgotten and where the old state lies', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  await untilReady(server);
  expect((await post(server, 'first')).status).toBe(200);
  await untilLoaded(server.url);
  for (const [folder, check] of [
    ['spool', 'spool'],
    ['state', 'state'],
    ['engine', 'telemetry engine'],
  ] as const) {
    const path = join(dataDir.path, folder);
    await rename(path, `${path}.away`);
    const why = new RegExp(`${path}|ENOENT`);
    await until(`it tells of ${folder}`, async () => why.test((await readiness(server)).checks[check] ?? ''));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    if (folder === 'spool') {
      const { status, said } = await post(server, 'refused');
      expect([status, said]).toEqual([503, expect.not.stringContaining('Free disk space')]);
    }
    await rename(`${path}.away`, path);
    await untilReady(server);
  }
  expect((await post(server, 'last')).status).toBe(200);
  await untilLoaded(server.url);
  expect((await logBodies(server.url)).toSorted()).toEqual(['first', 'last']);

  await rm(join(dataDir.path, 'spool'), { recursive: true });
  expect((await post(server, 'nowhere')).status).toBe(503);
  await until('the server is not ready', async () => (await readiness(server)).status === 'not ready');

  await server.end('SIGKILL');
  await writeFile(join(dataDir.path, 'state/global/pg_control'), 'damaged');
  await using again = await startServerProcess(dataDir.path);
  expect((await post(again, 'after')).status).toBe(200);
  await untilLoaded(again.url);
  expect((await logBodies(again.url)).toSorted()).toEqual(['after', 'first', 'last']);
  expect(await readiness(again)).toMatchObject({
    status: 'ready',
    losses: [expect.stringMatching(/The state was damaged and set aside on .*state\.damaged-/)],
  });
});
