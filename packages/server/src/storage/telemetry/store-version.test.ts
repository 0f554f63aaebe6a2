import { expect, test } from 'vitest';
import { createStoreVersion } from './store-version.ts';

const brokenOff = new Error('broken off');

const engine = {};

const versionAt = (clock: { nowMs: number }) =>
  createStoreVersion(
    (error) => error === brokenOff,
    1_000,
    () => clock.nowMs,
  );

test('what is read while a statement runs is neither of the time before nor of the time after', async () => {
  const version = versionAt({ nowMs: 0 });
  const before = version.current(engine);
  const { promise, resolve } = Promise.withResolvers<string>();
  const statement = version.changing(() => promise);
  const meanwhile = version.current(engine);
  expect(version.current(engine)).toBe(meanwhile);
  resolve('done');
  expect(await statement).toBe('done');
  expect(new Set([before, meanwhile, version.current(engine)]).size).toBe(3);
});

test('a statement that the engine refused has ended; one that was broken off may go on for a while', async () => {
  const clock = { nowMs: 0 };
  const version = versionAt(clock);
  const refused = new Error('refused');
  await expect(version.changing(() => Promise.reject(refused))).rejects.toBe(refused);
  const known = version.current(engine);
  expect(known).toBeTypeOf('string');
  await expect(version.changing(() => Promise.reject(brokenOff))).rejects.toBe(brokenOff);
  expect(version.current(engine)).toBeUndefined();
  clock.nowMs = 1_000;
  const later = version.current(engine);
  expect(later).toBeTypeOf('string');
  expect(later).not.toBe(known);
  expect(version.current({})).not.toBe(version.current(engine));
});
