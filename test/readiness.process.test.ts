import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logBodies } from './_api.ts';
import { untilLoaded } from './_load.ts';
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

const untilReady = (server: ServerProcess) =>
  expect.poll(async () => (await readiness(server)).status, { timeout: 30_000 }).toBe('ready');

it('is ready while a body would be taken and a query answered, else tells why; a folder put back is used again', async () => {
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
    await expect
      .poll(async () => (await readiness(server)).checks[check], { timeout: 30_000 })
      .toMatch(new RegExp(`${path}|ENOENT`));
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
  await expect.poll(async () => (await readiness(server)).status, { timeout: 30_000 }).toBe('not ready');
}, 120_000);

it('a server whose state is damaged takes telemetry, and shows what is forgotten and where the old state lies', async () => {
  await using dataDir = await createDataDir();
  {
    await using server = await startServerProcess(dataDir.path);
    expect((await post(server, 'before')).status).toBe(200);
    await untilLoaded(server.url);
  }
  await writeFile(join(dataDir.path, 'state/global/pg_control'), 'damaged');
  await using server = await startServerProcess(dataDir.path);
  expect((await post(server, 'after')).status).toBe(200);
  await untilLoaded(server.url);
  expect((await logBodies(server.url)).toSorted()).toEqual(['after', 'before']);
  expect(await readiness(server)).toMatchObject({
    status: 'ready',
    losses: [expect.stringMatching(/The state was damaged and set aside on .*state\.damaged-/)],
  });
}, 120_000);
