import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createWorkspace } from '../packages/sdk/testing/run-program.ts';
import { logCount, runDetail, runsOf } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

await using stack = new AsyncDisposableStack();
const dataDir = stack.use(await createDataDir());
const server = stack.use(await startServerProcess(dataDir.path));
const opened = stack.move();
afterAll(() => opened.disposeAsync());

const endless = `
import { pipeline } from '@sightglass/sdk';
import { setTimeout as delay } from 'node:timers/promises';
await pipeline('killed', { heartbeatIntervalMs: 500 }).run(async (run) => {
  await run.stage('extract', (stage) => { stage.rows.read(1000); stage.rows.written(990); stage.rows.rejected(10, 'no-id'); });
  await run.stage('load', async (stage) => {
    for (let row = 0; ; row += 1) {
      stage.rows.read(1);
      stage.rows.written(1);
      run.log.info('row', { row });
      if (row === 40) console.log('in the middle');
      await delay(20);
    }
  });
});`;

it.concurrent('shows a run as lost, with its rows so far, when its program was killed in the middle', async () => {
  await using workspace = await createWorkspace();
  const running = await workspace.start(endless, { SIGHTGLASS_URL: server.url });
  await running.printed('in the middle');
  const runWhenSeen = async () => (await runsOf(server.url, 'killed'))[0];
  await until('rows of the run are visible', async () => {
    const run = await runWhenSeen();
    if (run?.state !== 'running') return false;
    const { stages } = await runDetail(server.url, run.runId);
    return stages.some(({ name, rows }) => name === 'load' && rows.read > 0);
  });

  running.child.kill('SIGKILL');
  expect(await running.done).toMatchObject({ code: null, signal: 'SIGKILL' });
  // What was on its way when it was killed may arrive late, and then it has just been seen.
  const run = await runWhenSeen();
  let detail = await runDetail(server.url, run?.runId ?? '');
  await until('the run is lost', async () => {
    detail = await runDetail(server.url, detail.runId);
    return detail.state === 'lost';
  });
  expect(detail.finishedAt).toBeNull();
  expect(detail.stages.map(({ name, state }) => [name, state])).toEqual([
    ['extract', 'succeeded'],
    ['load', 'lost'],
  ]);
  const [extract, load] = detail.stages;
  expect(extract?.rows).toMatchObject({ read: 1_000, written: 990, rejected: 10 });
  expect(load?.rows.read).toBeGreaterThan(0);
  expect(await logCount(server.url, `runId=${detail.runId}&q=row`)).toBeGreaterThan(0);
});

const blocking = (block: string, go: string) => `
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pipeline } from '@sightglass/sdk';
await pipeline('blocking', { heartbeatIntervalMs: 1_000 }).run((run) => run.stage('sort', async () => {
  while (!existsSync(${JSON.stringify(block)})) await delay(20);
  console.log('blocking');
  while (!existsSync(${JSON.stringify(go)})) {}
}));`;

it.concurrent(
  'shows a stage that blocks its event loop as running, and as lost once its process has stopped',
  async () => {
    await using workspace = await createWorkspace();
    const [block, go] = [join(workspace.dir, 'block'), join(workspace.dir, 'go')];
    const running = await workspace.start(blocking(block, go), { SIGHTGLASS_URL: server.url });
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
  },
);
