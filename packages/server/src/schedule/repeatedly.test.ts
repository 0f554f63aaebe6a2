import { expect, it } from 'vitest';
import { repeatedly } from './repeatedly.ts';

it('works one after the other, waits for what is under way when disposed, and does nothing after that', async () => {
  const seen: string[] = [];
  const { promise: second, resolve: secondBegan } = Promise.withResolvers<void>();
  const going = repeatedly(async (signal) => {
    seen.push('begins');
    if (seen.length > 1) secondBegan();
    await new Promise((resolve) =>
      seen.length > 1 ? signal.addEventListener('abort', resolve) : setImmediate(resolve),
    );
    seen.push(signal.aborted ? 'aborted' : 'ends');
    return 0;
  });
  await second;
  await going[Symbol.asyncDispose]();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual(['begins', 'ends', 'begins', 'aborted']);
});

it('disposed before its first turn, it never works', async () => {
  let turns = 0;
  await repeatedly(async () => (turns += 1), 60_000)[Symbol.asyncDispose]();
  expect(turns).toBe(0);
});
