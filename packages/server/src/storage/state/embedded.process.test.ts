import { cp, mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { type DamagedState, openEmbeddedState } from './embedded.ts';
import { memoryIn } from './memory.ts';

const sound = temporaryFolder();
beforeAll(async () => {
  await using state = await openEmbeddedState(join(sound, 'state'), () => expect.fail('it is new'));
  await memoryIn<string>(state).remember('kept', 'yes');
  await state.query('CHECKPOINT');
});

const eachFile = async (folder: string, change: (path: string) => Promise<void>): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) await change(path);
  }
};
const garbage = async (path: string): Promise<void> => writeFile(path, Buffer.alloc((await stat(path)).size, 7));

const damages: readonly [string, (state: string) => Promise<void>][] = [
  ['without PG_VERSION', (state) => rm(join(state, 'PG_VERSION'))],
  ['with a control file cut off', (state) => truncate(join(state, 'global/pg_control'), 100)],
  ['without its tables', (state) => rm(join(state, 'base'), { recursive: true })],
  ['with empty tables', (state) => eachFile(join(state, 'base/5'), (path) => truncate(path, 0))],
  ['with garbage for tables', (state) => eachFile(join(state, 'base/5'), garbage)],
  ['with its log cut off', (state) => eachFile(join(state, 'pg_wal'), (path) => truncate(path, 0))],
];

test.each(damages)('a state %s is set aside and named, and a new one serves', async (_name, damage) => {
  const folder = temporaryFolder();
  await cp(sound, folder, { recursive: true });
  await damage(join(folder, 'state'));
  const damaged: DamagedState[] = [];
  await using state = await openEmbeddedState(join(folder, 'state'), (found) => void damaged.push(found));
  expect(damaged).toHaveLength(1);
  expect(damaged[0]?.folder).toMatch(/state\.damaged-20\d\d-/);
  expect((await stat(damaged[0]?.folder ?? '')).isDirectory()).toBe(true);
  await memoryIn<string>(state).remember('kept', 'again');
  expect(await memoryIn<string>(state).recall('kept')).toBe('again');
});

test('a sound one is opened again as it is; what is no folder is an error that names it', async () => {
  const folder = temporaryFolder();
  await cp(sound, folder, { recursive: true });
  {
    await using state = await openEmbeddedState(join(folder, 'state'), () => expect.fail('it is sound'));
    expect(await memoryIn<string>(state).recall('kept')).toBe('yes');
  }
  const place = join(folder, 'file');
  await mkdir(folder, { recursive: true });
  await writeFile(place, '');
  await expect(openEmbeddedState(place, () => {})).rejects.toThrow(place);
});
