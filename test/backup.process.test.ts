import { existsSync } from 'node:fs';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCliWorkspace, type CliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';
import { logBodies, runsOf } from './_api.ts';
import { startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { canMountDisks, mountSmallDisk } from './_small-disk.ts';
import { createDataDir, type DataDir, startServerProcess, type ServerProcess } from './_server.ts';

let data: DataDir;
let server: ServerProcess;
let space: CliWorkspace;
beforeAll(async () => {
  [data, space] = await Promise.all([createDataDir(), createCliWorkspace()]);
  server = await startServerProcess(data.path);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await space?.[Symbol.asyncDispose]();
  await data?.[Symbol.asyncDispose]();
});

const inSpace = (name: string): string => join(space.dir, name);
const startRun = async (url: string, runId: string): Promise<void> => {
  const body = eventsRequest([lifecycleEvent('runStarted', Date.now(), { runId, pipelineName: 'orders' })]);
  const headers = { 'content-type': 'application/x-protobuf', 'idempotency-key': runId };
  expect((await fetch(`${url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
};
/** Of records that were acknowledged. */
const auditOf = async (url: string, acknowledged: ReadonlySet<string>) => {
  const stored = (await logBodies(url)).filter((body) => acknowledged.has(body));
  return { missing: acknowledged.size - new Set(stored).size, doubled: stored.length - new Set(stored).size };
};
const nothingLost = { missing: 0, doubled: 0 };
/** What a backup leaves in the data folder while it is taken. */
const leftIn = async (dataDir: string): Promise<string[]> => [
  ...(await readdir(dataDir)).filter((name) => name === 'backup.part'),
  ...(await readdir(join(dataDir, 'engine', 'shadow')).catch(() => [])).filter((name) => name.startsWith('sightglass')),
];

it('a backup under load, restored elsewhere, holds all that was acknowledged before it, once, and goes on as the server would have', async () => {
  const load = startLoad({ url: () => server.url, senders: 6, recordsPerBody: 20 });
  await until('something is acknowledged', () => load.acknowledged.size > 500);
  for (const runId of ['one', 'two', 'three']) await startRun(server.url, runId);
  const before = new Set(load.acknowledged);

  const file = inSpace('whole.tar.zst');
  const taken = await space.run(['backup', file, '--url', server.url, '--json']);
  expect(taken.stderr).toBe('');
  expect(taken.code).toBe(0);
  const head = JSON.parse(taken.stdout.toString()) as {
    telemetry: Record<string, number>;
    spool: { segments: number };
  };
  expect(head.telemetry['logs'] ?? 0).toBeGreaterThan(0);
  await load.stop();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect.poll(() => leftIn(data.path)).toEqual([]);

  const into = inSpace('elsewhere');
  const restored = await space.runHere(['restore', file, '--into', into]);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect(restored.stdout.toString()).toContain(`Next: sightglass serve --data ${into}`);
  expect((await stat(into)).mode & 0o777).toBe(0o700);
  await using other = await startServerProcess(into);
  await untilLoaded(other.url);
  expect(await auditOf(other.url, before)).toEqual(nothingLost);
  expect((await runsOf(other.url, 'orders')).map(({ runId }) => runId).toSorted()).toEqual(['one', 'three', 'two']);
  const audited = (await (await fetch(`${other.url}/api/v1/access-log`)).json()) as { items: { action: string }[] };
  expect(audited.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['backup.restored', 'backup.begun']),
  );

  // A sender that repeats what it sent before is still known.
  await startRun(other.url, 'one');
  await untilLoaded(server.url);
  expect(await auditOf(server.url, load.acknowledged)).toEqual(nothingLost);
});

it('what is cut off or changed is refused before anything is in place, and what is there is replaced only when asked for', async () => {
  const file = inSpace('sound.tar.zst');
  expect((await space.runHere(['backup', file, '--url', server.url])).code).toBe(0);
  expect((await space.runHere(['backup', 'verify', file])).stdout.toString()).toContain('is whole');
  const again = await space.runHere(['backup', file, '--url', server.url]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('[BACKUP_EXISTS]')]);

  const bytes = await readFile(file);
  const changed = Buffer.from(bytes);
  changed[Math.floor(bytes.length / 2)] = (changed[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff;
  await writeFile(inSpace('changed'), changed);
  await writeFile(inSpace('cut'), bytes);
  await truncate(inSpace('cut'), bytes.length - 100);
  await writeFile(inSpace('other'), 'a text file');
  for (const name of ['changed', 'cut', 'other']) {
    const verified = await space.runHere(['backup', 'verify', inSpace(name)]);
    expect([name, verified.code, verified.stderr]).toEqual([name, 1, expect.stringContaining('[BACKUP_DAMAGED]')]);
    const restored = await space.runHere(['restore', inSpace(name), '--into', inSpace('target')]);
    expect([name, restored.code, existsSync(inSpace('target'))]).toEqual([name, 1, false]);
  }
  expect((await readdir(space.dir)).filter((name) => name.includes('restoring'))).toEqual([]);

  expect((await space.runHere(['restore', file, '--into', inSpace('target')])).code).toBe(0);
  await writeFile(join(inSpace('target'), 'mine'), '');
  const refused = await space.runHere(['restore', file, '--into', inSpace('target')]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--replace')]);
  const replaced = await space.runHere(['restore', file, '--into', inSpace('target'), '--replace', '--json']);
  const { putAside } = JSON.parse(replaced.stdout.toString()) as { putAside: string };
  expect([existsSync(join(inSpace('target'), 'mine')), existsSync(join(putAside, 'mine'))]).toEqual([false, true]);
  const inUse = await space.runHere(['restore', file, '--into', data.path, '--replace']);
  expect([inUse.code, inUse.stderr]).toEqual([2, expect.stringContaining('[DATA_DIR_IN_USE]')]);
});

it('a command or a server that is killed leaves nothing that looks like a backup, and the next one tidies up', async () => {
  const file = inSpace('killed.tar.zst');
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const command = space.start(['backup', file, '--url', server.url]);
    const part = `${file}.part-${command.child.pid}`;
    await until('it writes', () => existsSync(part));
    command.child.kill(signal);
    const { code, stderr } = await command.done;
    expect(existsSync(file)).toBe(false);
    if (signal === 'SIGINT')
      expect([code, stderr, existsSync(part)]).toEqual([130, expect.stringContaining('[INTERRUPTED]'), false]);
  }
  await until('the server has let go of it', async () => (await leftIn(data.path)).length === 0);

  const half = await fetch(`${server.url}/api/v1/backup`, { method: 'POST' });
  await half.body?.getReader().read();
  const second = await fetch(`${server.url}/api/v1/backup`, { method: 'POST' });
  expect([second.status, await second.json()]).toEqual([
    409,
    expect.objectContaining({ detail: expect.stringContaining('Another backup') }),
  ]);
  expect(await leftIn(data.path)).not.toEqual([]);
  await server.end('SIGKILL');
  server = await startServerProcess(data.path);
  expect(await leftIn(data.path)).toEqual([]);
  expect((await space.runHere(['backup', file, '--url', server.url])).code).toBe(0);
});

it.skipIf(!canMountDisks())('a full disk leaves nothing of a backup, and nothing of a restore', async () => {
  await using disk = await mountSmallDisk(2 * 2 ** 20);
  const onDisk = join(disk.path, 'full.tar.zst');
  const taken = await space.runHere(['backup', onDisk, '--url', server.url]);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('[DISK_FULL]')]);
  expect(await readdir(disk.path)).toEqual([]);
  await expect.poll(() => leftIn(data.path)).toEqual([]);
  const restored = await space.runHere(['restore', inSpace('sound.tar.zst'), '--into', join(disk.path, 'data')]);
  expect([restored.code, restored.stderr]).toEqual([2, expect.stringContaining('[RESTORE_FAILED]')]);
  expect(await readdir(disk.path)).toEqual([]);
});

it('a stopped server is backed up by its folder, and one that runs only by itself', async () => {
  const running = await space.runHere(['backup', inSpace('stopped.tar.zst'), '--data', data.path]);
  expect([running.code, running.stderr]).toEqual([2, expect.stringContaining('[DATA_DIR_IN_USE]')]);
  await startRun(server.url, 'last');
  await server.end('SIGKILL');
  const stopped = await space.runHere(['backup', inSpace('stopped.tar.zst'), '--data', data.path]);
  expect([stopped.code, stopped.stderr]).toEqual([0, '']);
  expect((await space.runHere(['restore', inSpace('stopped.tar.zst'), '--into', inSpace('of-stopped')])).code).toBe(0);
  await using other = await startServerProcess(inSpace('of-stopped'));
  await untilLoaded(other.url);
  expect((await runsOf(other.url, 'orders')).map(({ runId }) => runId)).toContain('last');
});
