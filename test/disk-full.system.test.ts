import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { statusOf } from './_api.ts';
import { startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { expectNothingLost, expectRefusal, untilAcknowledged, untilRefused } from './_refusals.ts';
import { startServerProcess, type ServerProcess } from './_server.ts';
import { canMountDisks, type DiskKind, mountSmallDisk } from './_small-disk.ts';
import { times } from './times.ts';

const mebibyte = 1_048_576;

const countOf = async ({ url }: ServerProcess, query: string): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/logs/count${query}`);
  return ((await answer.json()) as { count: number }).count;
};

it.each<[DiskKind, number]>([
  ['tmpfs', 170],
  ['tmpfs', 500],
  ['ext4', 600],
])(
  'on a %s of %i MiB that is full for two seconds again and again under load, nothing acknowledged is lost or doubled',
  async (kind, size) => {
    if (!canMountDisks(kind)) return console.warn(`Not tried: no ${kind} can be mounted here.`);
    await using small = await mountSmallDisk(size * mebibyte, kind);
    let server = await startServerProcess(small.path);
    await using ending = new AsyncDisposableStack();
    ending.defer(() => server[Symbol.asyncDispose]());
    const load = startLoad({ url: () => server.url, recordsPerBody: 2_000, senders: 6 });
    for (let round = 0; round < times(2); round += 1) {
      await delay(3_000);
      await small.fill();
      await delay(2_000);
      await small.free();
      await until('the server is ready', async () => (await statusOf(server.url, '/readyz')) === 200);
    }
    await load.stop();
    await untilLoaded(server.url);
    const check = async (): Promise<void> => {
      const word = [...load.sent][0]?.split('-')[0] ?? '';
      const stored = await countOf(server, `?q=${word}`);
      expect(stored).toBeGreaterThanOrEqual(load.acknowledged.size);
      expect(stored).toBeLessThanOrEqual(load.sent.size);
      expect(await countOf(server, '')).toBe(stored);
      expect(await (await fetch(`${server.url}/readyz`)).json()).not.toHaveProperty('losses');
    };
    await check();
    await server.end('SIGKILL');
    server = await startServerProcess(small.path);
    await untilLoaded(server.url);
    await check();
  },
  times(120_000),
);

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
    for (let round = 0; round < times(3); round += 1) {
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
