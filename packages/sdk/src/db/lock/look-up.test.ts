import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLookUp } from './look-up.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('a database that did not answer in time is queried again after five seconds, then ever more seldom; an answer ends that', async () => {
  const { run } = createLookUp(() => Promise.resolve({ close: () => undefined }));
  const silence = new Promise<never>(() => {});
  const fail = async () => {
    const asked = run(() => silence);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await asked).toBeUndefined();
  };
  const answersAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(await run(() => Promise.resolve('held'))).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
  };
  for (const ms of [5_000, 20_000, 60_000, 60_000]) {
    await fail();
    await answersAfter(ms);
  }
  expect(await run(() => Promise.resolve('held'))).toBe('held');
  await fail();
  await answersAfter(5_000);
  expect(await run(() => Promise.resolve('held'))).toBe('held');
});
