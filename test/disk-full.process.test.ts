import { expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { metric, statusOf } from './_api.ts';
import { auditOf, nothingWrong, startLoad, untilLoaded, type Load } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';
import { canMountDisks, mountSmallDisk } from './_small-disk.ts';

const mebibyte = 1_048_576;

const expectRefusal = async ({ url }: ServerProcess, retryAfter: string): Promise<void> => {
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: logsRequest(Array<object>(2_000).fill({ body: text('no room') })),
  });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, retryAfter]);
  expect(await statusOf(url, '/healthz')).toBe(200);
};

const untilRefused = (load: Load): Promise<void> => {
  const before = load.statuses.get(503) ?? 0;
  return until('the server refuses', () => (load.statuses.get(503) ?? 0) > before + 4);
};

const untilAcknowledged = (load: Load, records = 500): Promise<void> => {
  const before = load.acknowledged.size;
  return until('records are acknowledged', () => load.acknowledged.size > before + records);
};

const expectNothingLost = async ({ url }: ServerProcess, load: Load): Promise<void> => {
  await untilAcknowledged(load);
  await load.stop();
  await untilLoaded(url);
  expect(await auditOf(url, load)).toEqual(nothingWrong);
  expect([...load.statuses.keys()].toSorted((a, b) => a - b)).toEqual([200, 503]);
  expect(await metric(url, 'sightglass_spool_quarantined_bytes_total')).toBe(0);
};

it('refuses with 503 while the spool is at its limit, and loses nothing', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path, { spool: { bytes: mebibyte } });
  const load = startLoad({ url: () => server.url, recordsPerBody: 100 });
  await untilAcknowledged(load);
  process.kill(await server.enginePid(), 'SIGSTOP');
  await untilRefused(load);
  await expectRefusal(server, '10');
  expect(await statusOf(server.url, '/readyz')).toBe(503);
  await expectNothingLost(server, load);
}, 180_000);

it.runIf(canMountDisks())(
  'without a reserve, refuses with 503 while the disk is full and when it is nearly so, and loses nothing (on a tmpfs; skipped where none can be mounted)',
  async () => {
    await using small = await mountSmallDisk(256 * mebibyte);
    await using server = await startServerProcess(small.path, { spool: { reserve: 4_096 } });
    const load = startLoad({ url: () => server.url, recordsPerBody: 100 });
    await untilAcknowledged(load);
    await small.fill();
    await untilRefused(load);
    await expectRefusal(server, '30');
    for (const kibibytes of [100, 300]) {
      await small.release(kibibytes * 1_024);
      await untilAcknowledged(load);
      await untilRefused(load);
    }
    await small.free();
    await expectNothingLost(server, load);
  },
  180_000,
);

it.runIf(canMountDisks())(
  'keeps a reserve free, and loses nothing when others take that as well, again and again under load (on a tmpfs; skipped where none can be mounted)',
  async () => {
    await using small = await mountSmallDisk(192 * mebibyte);
    await using server = await startServerProcess(small.path);
    const load = startLoad({ url: () => server.url, recordsPerBody: 400 });
    for (let round = 0; round < 3; round += 1) {
      await untilAcknowledged(load, 4_000);
      await small.fill();
      await untilRefused(load);
      await expectRefusal(server, '30');
      await until('the server is not ready', async () => (await statusOf(server.url, '/readyz')) === 503);
      await small.free();
    }
    await until('the server is ready', async () => (await statusOf(server.url, '/readyz')) === 200);
    await expectNothingLost(server, load);
    const ready = (await (await fetch(`${server.url}/readyz`)).json()) as object;
    expect(ready).toEqual({ status: 'ready', checks: { 'telemetry engine': 'ok', state: 'ok', spool: 'ok' } });
  },
  180_000,
);
