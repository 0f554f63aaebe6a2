import { expect, test } from 'vitest';
import { within } from './within.ts';

test('an answer that comes is handed on, and so is what is raised', async () => {
  expect(await within(Promise.resolve(7), 60_000)).toBe(7);
  await expect(within(Promise.reject(new Error('refused')), 60_000)).rejects.toThrow('refused');
});

test('an answer that never comes is an error', async () => {
  await expect(within(new Promise(() => {}), 20)).rejects.toThrow('no whole answer within 20 ms');
});
