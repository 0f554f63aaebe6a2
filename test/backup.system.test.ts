import { existsSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { runsOf } from './_api.ts';
import { type BackedUp, leftIn, openBackedUp, startRun } from './_backups.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { canMountDisks, mountSmallDisk } from './_small-disk.ts';
import { type DataDir, startServerProcess } from './_server.ts';

let backedUp: BackedUp;
let data: DataDir;
let space: CliWorkspace;
let inSpace: BackedUp['inSpace'];
beforeAll(async () => {
  backedUp = await openBackedUp();
  ({ data, space, inSpace } = backedUp);
});
afterAll(() => backedUp?.[Symbol.asyncDispose]());

it('what is cut off or changed is refused before anything is in place, and what is there is replaced only when asked for', async () => {
  const file = inSpace('sound.tar.zst');
  expect((await space.runHere(['backup', file, '--url', backedUp.server.url])).code).toBe(0);
  expect((await space.runHere(['backup', 'verify', file])).stdout.toString()).toContain('is whole');
  const again = await space.runHere(['backup', file, '--url', backedUp.server.url]);
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
  expect(existsSync(`${data.path}.restoring`)).toBe(false);
});

it('a command or a server that is killed leaves nothing that looks like a backup, and the next one tidies up', async () => {
  const file = inSpace('killed.tar.zst');
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const command = space.start(['backup', file, '--url', backedUp.server.url]);
    const part = `${file}.part-${command.child.pid}`;
    await until('it writes', () => existsSync(part));
    command.child.kill(signal);
    const { code, stderr } = await command.done;
    expect(existsSync(file)).toBe(false);
    if (signal === 'SIGINT')
      expect([code, stderr, existsSync(part)]).toEqual([130, expect.stringContaining('[INTERRUPTED]'), false]);
  }
  await until('the server has let go of it', async () => (await leftIn(data.path)).length === 0);

  const half = await fetch(`${backedUp.server.url}/api/v1/backup`, { method: 'POST' });
  await half.body?.getReader().read();
  const second = await fetch(`${backedUp.server.url}/api/v1/backup`, { method: 'POST' });
  expect([second.status, await second.json()]).toEqual([
    409,
    expect.objectContaining({ detail: expect.stringContaining('Another backup') }),
  ]);
  expect(await leftIn(data.path)).not.toEqual([]);
  await backedUp.server.end('SIGKILL');
  backedUp.server = await startServerProcess(data.path);
  expect(await leftIn(data.path)).toEqual([]);
  expect((await space.runHere(['backup', file, '--url', backedUp.server.url])).code).toBe(0);
});

it.skipIf(!canMountDisks())('a full disk leaves nothing of a backup, and nothing of a restore', async () => {
  await using disk = await mountSmallDisk(2 * 2 ** 20);
  const onDisk = join(disk.path, 'full.tar.zst');
  const taken = await space.runHere(['backup', onDisk, '--url', backedUp.server.url]);
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
  await startRun(backedUp.server.url, 'last');
  await backedUp.server.end('SIGKILL');
  const stopped = await space.runHere(['backup', inSpace('stopped.tar.zst'), '--data', data.path]);
  expect([stopped.code, stopped.stderr]).toEqual([0, '']);
  expect((await space.runHere(['restore', inSpace('stopped.tar.zst'), '--into', inSpace('of-stopped')])).code).toBe(0);
  await using other = await startServerProcess(inSpace('of-stopped'));
  await untilLoaded(other.url);
  expect((await runsOf(other.url, 'orders')).map(({ runId }) => runId)).toContain('last');
});
