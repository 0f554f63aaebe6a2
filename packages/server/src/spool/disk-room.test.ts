import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { openDiskRoom, usualReserveBytes, usualReserveFiles } from './disk-room.ts';

const mebibyte = 2 ** 20;

test.each([
  ['a tiny disk keeps a fifth', 100 * mebibyte, 20 * mebibyte],
  ['a small one the floor', 500 * mebibyte, 32 * mebibyte],
  ['a usual one a twentieth', 20_480 * mebibyte, 1_024 * mebibyte],
  ['a large one the ceiling', 4_000_000 * mebibyte, 2_048 * mebibyte],
])('%s', (_name, diskBytes, expected) => expect(usualReserveBytes(diskBytes)).toBe(expected));

test.each([
  ['that counts none', 0, 0],
  ['of few', 9_000, 900],
  ['of many', 60_000_000, 2_000],
])('of files, a disk %s', (_name, files, expected) => expect(usualReserveFiles(files)).toBe(expected));

test('what was written since the last look counts, and a reserve larger than what is free is short', async () => {
  using room = await openDiskRoom({ folder: temporaryFolder(), reserveBytes: mebibyte });
  expect(room.isShort).toBe(false);
  room.wrote(room.freeBytes);
  expect(room.isShort).toBe(true);
});

test('a folder that is gone is an error, and not free space', async () => {
  const folder = temporaryFolder();
  using room = await openDiskRoom({ folder, reserveBytes: 1 });
  await rm(folder, { recursive: true });
  await expect
    .poll(() =>
      room.look().then(
        () => 'looked',
        (error: unknown) => (error as NodeJS.ErrnoException).code,
      ),
    )
    .toBe('ENOENT');
});
