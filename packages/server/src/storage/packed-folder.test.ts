import { mkdir, readdir, readFile, readlink, symlink, truncate, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { packFolder, unpackFolder } from './packed-folder.ts';

const packSample = async () => {
  const place = temporaryFolder();
  const folder = join(place, 'sample');
  const content = randomBytes(10_000);
  await mkdir(join(folder, 'deep/empty'), { recursive: true });
  await writeFile(join(folder, 'deep/ünïcode.bin'), content);
  await writeFile(join(folder, 'nothing'), '');
  await writeFile(join(folder, 'words'), 'in it');
  await symlink('deep', join(folder, 'link'));
  const file = join(place, 'packed/sample.zst');
  await packFolder(folder, file);
  return { place, file, content };
};

test('what was packed comes out of it: files, empty ones, folders, empty ones, and links', async () => {
  const { place, file, content } = await packSample();
  const folder = join(place, 'again');
  expect(await unpackFolder(file, folder)).toBe(true);
  expect((await readdir(folder)).sort()).toEqual(['deep', 'link', 'nothing', 'words']);
  expect((await readdir(join(folder, 'deep'))).sort()).toEqual(['empty', 'ünïcode.bin']);
  expect(await readdir(join(folder, 'deep/empty'))).toEqual([]);
  expect(await readFile(join(folder, 'deep/ünïcode.bin'))).toEqual(content);
  expect(await readFile(join(folder, 'nothing'), 'utf8')).toBe('');
  expect(await readFile(join(folder, 'words'), 'utf8')).toBe('in it');
  expect(await readlink(join(folder, 'link'))).toBe('deep');
  expect(await readdir(join(place, 'packed'))).toEqual(['sample.zst']);
});

test('what was cut short before is replaced', async () => {
  const { place, file } = await packSample();
  await mkdir(join(place, 'again.new/deep'), { recursive: true });
  await writeFile(join(place, 'again.new/half'), 'of it');
  expect(await unpackFolder(file, join(place, 'again'))).toBe(true);
  expect(await readdir(join(place, 'again'))).not.toContain('half');
  expect(await readdir(place)).not.toContain('again.new');
});

const damages: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['cut off', (file) => truncate(file, 5_000)],
  ['empty', (file) => truncate(file, 0)],
  ['no archive', (file) => writeFile(file, 'nothing')],
  [
    'changed in one byte',
    async (file) => {
      const bytes = await readFile(file);
      bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
      await writeFile(file, bytes);
    },
  ],
];

test.each(damages)('a file that is %s makes no folder', async (_name, damage) => {
  const { place, file } = await packSample();
  await damage(file);
  expect(await unpackFolder(file, join(place, 'again'))).toBe(false);
  expect(await readdir(place)).not.toContain('again');
});

test('neither does one that is missing', async () => {
  const place = temporaryFolder();
  expect(await unpackFolder(join(place, 'missing.zst'), join(place, 'again'))).toBe(false);
  expect(await readdir(place)).toEqual([]);
});
