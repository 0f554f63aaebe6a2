import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { DataDirInUseError, lockDataDir } from './data-lock.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));

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
