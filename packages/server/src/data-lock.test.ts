import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataDirInUseError, lockDataDir } from './data-lock.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'sightglass-lock-'))));
afterEach(() => rm(folder, { recursive: true }));

it('lets one hold a folder at a time and names the holder', async () => {
  {
    await using _first = await lockDataDir(folder);
    await expect(lockDataDir(folder)).rejects.toThrow(DataDirInUseError);
    await expect(lockDataDir(folder)).rejects.toThrow(`process ${process.pid}`);
    await expect(lockDataDir(folder)).rejects.toThrow(folder);
  }
  await using _second = await lockDataDir(folder);
});

it('creates the folder, also when its parents are missing', async () => {
  const dataDir = join(folder, 'some', 'data');
  await using _lock = await lockDataDir(dataDir);
  expect((await stat(dataDir)).isDirectory()).toBe(true);
});
