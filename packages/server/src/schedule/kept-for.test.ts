import { expect, test } from 'vitest';
import { keptFor } from './kept-for.ts';

const counting = (ageMs: number, version?: () => number) => {
  let reads = 0;
  const read = async (): Promise<number> => (reads += 1);
  return keptFor(ageMs, read, version);
};

test('what was read is given again, also to those who ask while it is read', async () => {
  const get = counting(60_000);
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(await get()).toBe(1);
});

test('what is too old, or of another version, is read again', async () => {
  const old = counting(0);
  expect([await old(), await old()]).toEqual([1, 2]);
  let version = 1;
  const get = counting(60_000, () => version);
  await get();
  version = 2;
  expect([await get(), await get()]).toEqual([2, 2]);
});

test('what raised is read again', async () => {
  let tries = 0;
  const get = keptFor(60_000, async () => {
    tries += 1;
    if (tries === 1) throw new Error('away');
    return tries;
  });
  await expect(get()).rejects.toThrow('away');
  expect([await get(), await get()]).toEqual([2, 2]);
});
