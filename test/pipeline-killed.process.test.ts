import { expect, it } from 'vitest';
import { createWorkspace } from '../packages/sdk/testing/run-program.ts';
import { logCount, runDetail, runsOf } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const program = `
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

it('shows a run as lost, with its rows so far, when its program was killed in the middle', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  await using workspace = await createWorkspace();
  const running = await workspace.start(program, { SIGHTGLASS_URL: server.url });
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
  await until('the run is lost', async () => (await runWhenSeen())?.state === 'lost');

  const [run] = await runsOf(server.url, 'killed');
  const detail = await runDetail(server.url, run?.runId ?? '');
  expect(detail.finishedAt).toBeNull();
  expect(detail.stages.map(({ name, state }) => [name, state])).toEqual([
    ['extract', 'succeeded'],
    ['load', 'lost'],
  ]);
  const [extract, load] = detail.stages;
  expect(extract?.rows).toMatchObject({ read: 1_000, written: 990, rejected: 10 });
  expect(load?.rows.read).toBeGreaterThan(0);
  expect(await logCount(server.url, `runId=${detail.runId}&q=row`)).toBeGreaterThan(0);
}, 180_000);
