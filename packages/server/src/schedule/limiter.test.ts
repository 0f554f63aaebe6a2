import { expect, test } from 'vitest';
import { createLimiter } from './limiter.ts';

/** A job that ends when it is let go. */
const job = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
};

test.each([1, 2, 3])('of many jobs %i run at once, also when one comes just as another ends', async (most) => {
  const limited = createLimiter(most);
  let [running, peak] = [0, 0];
  const run = (work: Promise<void>): Promise<void> =>
    limited(async () => {
      running += 1;
      peak = Math.max(peak, running);
      await work;
      running -= 1;
    });
  const [first, ...others] = Array.from({ length: most + 2 }, job);
  const started = [first, ...others].map((one) => run(one?.promise ?? Promise.resolve()));
  first?.end();
  const late = started[0]?.then(() => run(Promise.resolve()));
  await started[0];
  for (const { end } of others) end();
  await Promise.all([...started, late]);
  expect(peak).toBe(most);
});

test('a job that fails gives its place to the next', async () => {
  const limited = createLimiter(1);
  const failing = limited(() => Promise.reject(new Error('no')));
  const next = limited(async () => 'ran');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('ran');
});
