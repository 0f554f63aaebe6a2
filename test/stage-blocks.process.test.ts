import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorkspace } from '../packages/sdk/testing/run-program.ts';
import { logCount, runDetail, runsOf } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const program = (block: string, go: string) => `
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pipeline } from '@sightglass/sdk';
await pipeline('blocking', { heartbeatIntervalMs: 1_000 }).run((run) => run.stage('sort', async () => {
  while (!existsSync(${JSON.stringify(block)})) await delay(20);
  console.log('blocking');
  while (!existsSync(${JSON.stringify(go)})) {}
}));`;

it('shows a stage that blocks its event loop as running, and as lost once its process has stopped', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  await using workspace = await createWorkspace();
  const [block, go] = [join(workspace.dir, 'block'), join(workspace.dir, 'go')];
  const running = await workspace.start(program(block, go), { SIGHTGLASS_URL: server.url });
  await until('the run has begun', async () => (await runsOf(server.url, 'blocking')).length > 0);
  await writeFile(block, '');
  await running.printed('blocking');
  const state = async () => (await runsOf(server.url, 'blocking'))[0]?.state;
  const blockedBeats = () => logCount(server.url, 'severity=DEBUG&q=blocked');
  await until('more heartbeats than a run may miss are seen', async () => (await blockedBeats()) >= 5);
  await until('the run counts as running', async () => (await state()) === 'running');
  const forMs = async () => (await runsOf(server.url, 'blocking'))[0]?.notAnsweringForMs ?? 0;
  const soFarMs = await forMs();
  expect(soFarMs).toBeGreaterThan(0);
  await until('it has not answered for longer', async () => (await forMs()) > soFarMs);

  running.child.kill('SIGSTOP');
  await until('the run is lost', async () => (await state()) === 'lost');
  running.child.kill('SIGCONT');
  await until('the run goes on', async () => (await state()) === 'running');
  await writeFile(go, '');
  expect(await running.done).toMatchObject({ code: 0 });
  await until('the run has succeeded', async () => (await state()) === 'succeeded');
  const [run] = await runsOf(server.url, 'blocking');
  expect(run?.notAnsweringForMs).toBeNull();
  expect((await runDetail(server.url, run?.runId ?? '')).stages[0]?.state).toBe('succeeded');
}, 180_000);
