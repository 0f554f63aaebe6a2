import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { openKnownKeys } from './known-keys.ts';

const folder = temporaryFolder();
const most = 8;

test('a key that is sent again and again stays known over restarts, however many others come', async () => {
  const path = join(folder, 'often');
  let keys = await openKnownKeys(path, [], most);
  keys.add('often');
  await keys.remember(['often']);
  for (let other = 0; other < 40; other += 1) {
    expect(keys.has('often')).toBe(true);
    keys.add('often');
    keys.add(`other ${other}`);
    await keys.remember([`other ${other}`]);
    if (other % 5 === 0) keys = await openKnownKeys(path, [], most);
  }
  expect(keys.has('other 39')).toBe(true);
  expect(keys.has('other 30')).toBe(false);
});

test('what waits in the spool is more recent than what was written', async () => {
  const path = join(folder, 'spooled');
  const before = await openKnownKeys(path, [], most);
  for (let key = 0; key < most; key += 1) before.add(`${key}`);
  await before.remember(['0', '1', '2', '3', '4', '5', '6', '7']);
  const after = await openKnownKeys(path, ['0', 'new'], most);
  expect(['0', '1', '2', 'new'].map(after.has)).toEqual([true, false, true, true]);
});
