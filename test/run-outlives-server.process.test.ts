import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { runDetail } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const heartbeatIntervalMs = 2_000;
const lostAfterMs = 3 * heartbeatIntervalMs;

test('a run that cannot be heard while the server is down is not lost when it is back', async () => {
  await using data = await createDataDir();
  const runId = 'outlives';
  const event = lifecycleEvent('runStarted', Date.now(), {
    runId,
    pipelineName: 'patient',
    runHeartbeatIntervalMs: heartbeatIntervalMs,
  });
  {
    await using before = await startServerProcess(data.path);
    const body = Buffer.from(eventsRequest([event]));
    const headers = { 'content-type': 'application/x-protobuf' };
    expect((await fetch(`${before.url}/v1/logs`, { method: 'POST', body, headers })).status).toBe(200);
    await before.end('SIGKILL');
  }
  await delay(lostAfterMs);
  await using after = await startServerProcess(data.path);
  await until('the run is there', () => runDetail(after.url, runId).then(Boolean, () => false));
  expect(await runDetail(after.url, runId)).toMatchObject({ state: 'running' });
}, 120_000);
