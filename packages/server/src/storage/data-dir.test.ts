import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDataDir, DataDirError } from './data-dir.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

it('creates a folder with those above it, and takes one that exists', async () => {
  const folder = temporaryFolder();
  for (const _ of [1, 2]) await createDataDir(join(folder, 'a', 'b'));
  expect((await stat(join(folder, 'a', 'b'))).isDirectory()).toBe(true);
});

it('says so where no folder can be', async () => {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  for (const dataDir of ['/proc/none/data', join(folder, 'file', 'data'), join(folder, 'file')]) {
    await expect(createDataDir(dataDir)).rejects.toThrow(DataDirError);
  }
});
