import { expect, test } from 'vitest';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { runDetail } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const heartbeatIntervalMs = 10_000;
const lostAfterMs = 3 * heartbeatIntervalMs;
const downMs = 4 * lostAfterMs;

/** What a process has to preload to live `downMs` ago. */
const earlier = `data:text/javascript,${encodeURIComponent(`
  const Now = Date;
  globalThis.Date = class extends Now {
    constructor(...given) { given.length === 0 ? super(Now.now() - ${downMs}) : super(...given); }
    static now() { return Now.now() - ${downMs}; }
  };`)}`;

test('a run that cannot be heard while the server is down is not lost when it is back', async () => {
  await using data = await createDataDir();
  const runId = 'outlives';
  const event = lifecycleEvent('runStarted', Date.now() - downMs, {
    runId,
    pipelineName: 'patient',
    runHeartbeatIntervalMs: heartbeatIntervalMs,
  });
  {
    await using before = await startServerProcess(data.path, { env: { NODE_OPTIONS: `--import ${earlier}` } });
    const body = Buffer.from(eventsRequest([event]));
    const headers = { 'content-type': 'application/x-protobuf' };
    expect((await fetch(`${before.url}/v1/logs`, { method: 'POST', body, headers })).status).toBe(200);
    await before.end('SIGKILL');
  }
  await using after = await startServerProcess(data.path);
  await until('the run is there', () => runDetail(after.url, runId).then(Boolean, () => false));
  const run = await runDetail(after.url, runId);
  expect(Date.now() - Date.parse(run.lastSeenAt)).toBeGreaterThan(lostAfterMs);
  expect(run.state).toBe('running');
});
