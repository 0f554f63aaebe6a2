import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack as createPack } from 'tar-stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { type BackupHead, formatVersion, headName, sumsName } from './contents.ts';
import { entriesBelow } from './files.ts';
import { readBackupFile } from './read-backup.ts';
import { lockDataDir } from '../storage/data-lock.ts';
import { restoreBackup } from './restore.ts';
import { writeBackup } from './write-backup.ts';

const folder = temporaryFolder();
const source = join(folder, 'source');
const head = async (more: Partial<BackupHead> = {}): Promise<BackupHead> => {
  const files = (await entriesBelow(source, '')).filter((entry) => entry.kind === 'file');
  return {
    format: formatVersion,
    version: '9.9.9',
    takenAt: '2026-11-30T12:00:00.000Z',
    migrations: { telemetry: ['0001-signals.sql'], state: null },
    telemetry: { logs: 3 },
    state: null,
    spool: { segments: 0, bytes: 0 },
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...more,
  };
};
beforeAll(async () => {
  await mkdir(join(source, 'engine', 'empty'), { recursive: true });
  await writeFile(join(source, 'engine', 'a'), 'first');
  await writeFile(join(source, 'empty-file'), '');
  await writeFile(join(source, 'large'), Buffer.alloc(3 * 2 ** 20 + 1, 7));
});

const save = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
};
const saved = async (name: string, more: Partial<BackupHead> = {}): Promise<string> =>
  save(name, await buffer(writeBackup({ head: await head(more), entries: await entriesBelow(source, '') })));
const restoreTo = (file: string, name: string) => restoreBackup({ file, into: join(folder, name), replace: false });

it('what is restored is what was there, for its owner alone, and the draft is gone', async () => {
  await restoreTo(await saved('whole'), 'back');
  const paths = async (root: string) => (await entriesBelow(root, '')).map(({ kind, path }) => `${kind} ${path}`);
  expect(await paths(join(folder, 'back'))).toEqual(await paths(source));
  expect((await readdir(folder)).filter((name) => name.includes('restoring'))).toEqual([]);
});

it('a folder in use is refused, and nothing is left beside it', async () => {
  const file = await saved('for-one-in-use');
  const into = join(folder, 'in-use');
  await using _held = await lockDataDir(into);
  await expect(restoreBackup({ file, into, replace: true })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
  expect((await readdir(folder)).filter((name) => name.startsWith('in-use'))).toEqual(['in-use']);
});

it.each([
  ['of a newer form', { format: formatVersion + 1 }],
  ['with telemetry of a newer version', { migrations: { telemetry: ['9999-later.sql'], state: null } }],
  ['with a state of a newer version', { migrations: { telemetry: [], state: ['9999-later.sql'] } }],
])('one %s is refused in words, and nothing is changed', async (name, more) => {
  const file = await saved(name, more);
  await expect(restoreTo(file, 'newer')).rejects.toMatchObject({
    code: 'BACKUP_NEWER',
    message: expect.stringContaining('9.9.9'),
  });
  expect(existsSync(join(folder, 'newer'))).toBe(false);
});

describe('what somebody has made otherwise is refused', () => {
  type Item = Parameters<ReturnType<typeof createPack>['entry']>[0] & { readonly text?: string };
  const archiveOf = async (items: readonly Item[]): Promise<Buffer> => {
    const pack = createPack();
    for (const { text = '', ...header } of items) pack.entry(header, text);
    pack.finalize();
    return buffer(pack);
  };
  const whole = async () => ({ name: headName, text: JSON.stringify(await head()) });
  const sums = { name: sumsName, text: JSON.stringify({ sha256: {}, links: 0, folders: 0 }) };
  it.each<[string, (first: Item) => readonly Item[], RegExp]>([
    ['nothing', () => [], /holds nothing/],
    ['another archive', () => [{ name: 'readme', text: 'hello' }], /does not begin/],
    ['no end', (first) => [first], /cut off/],
    ['a path that leads out', (first) => [first, { name: 'data/../../outside', text: 'x' }], /does not belong/],
    ['an absolute path', (first) => [first, { name: '/etc/passwd', text: 'x' }], /does not belong/],
    [
      'a link that leads out',
      (first) => [first, { name: 'data/x', type: 'symlink', linkname: '../../etc' }],
      /leads out/,
    ],
    ['a hard link', (first) => [first, { name: 'data/x', type: 'link', linkname: 'data/y' }], /neither a file/],
    ['a file twice', (first) => [first, { name: 'data/x', text: '1' }, { name: 'data/x', text: '2' }], /twice/],
    ['something after its end', (first) => [first, sums, { name: 'data/x', text: '1' }], /after its end/],
    ['files that nobody has summed up', (first) => [first, { name: 'data/x', text: '1' }, sums], /is damaged/],
  ])('%s', async (name, items, words) => {
    const file = await save(name.replaceAll(' ', '-'), await archiveOf(items(await whole())));
    await expect(readBackupFile(file)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      message: expect.stringMatching(words),
    });
    await expect(restoreTo(file, 'forged')).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    expect(existsSync(join(folder, 'forged'))).toBe(false);
  });
});

it('every byte counts: whichever is changed or missing, the backup is refused', async () => {
  const bytes = await buffer(writeBackup({ head: await head(), entries: await entriesBelow(source, '') }));
  const isPadding = (at: number): boolean => bytes.subarray(Math.max(0, at - 8), at + 8).every((byte) => byte === 0);
  const places = Array.from({ length: 40 }, (_, index) => Math.floor((index * bytes.length) / 40)).filter(
    (at) => !isPadding(at),
  );
  expect(places.length).toBeGreaterThan(20);
  for (const at of places) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    await expect(readBackupFile(await save('changed', changed)), `${at}`).rejects.toMatchObject({ name: 'Error' });
    await expect(readBackupFile(await save('cut', bytes.subarray(0, at))), `${at}`).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
    });
  }
});
