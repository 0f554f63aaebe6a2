import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BeltStoppedError, betweenBelts, createBelt, offBelt, ontoBelt, together } from './belt.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 1; number <= count; number += 1) yield number;
}

test('carries every batch once and in order', async () => {
  const [first, second] = [createBelt<number>(), createBelt<number>()];
  const arrived: number[] = [];
  await together([
    ontoBelt(numbers(100), first),
    betweenBelts(first, second, (number) => number * 2),
    offBelt(second, async (batches) => {
      for await (const number of batches) arrived.push(number);
    }),
  ]);
  expect(arrived).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 2));
});

test('makes the giver wait when nobody takes', async () => {
  const belt = createBelt<number>(2);
  let given = 0;
  void (async () => {
    for await (const number of numbers(10)) {
      await belt.put(number);
      given = number;
    }
  })();
  await setImmediate();
  expect(given).toBe(2);
});

test('a failing taker stops the giver, and the failure itself is what comes out', async () => {
  const [first, second] = [createBelt<number>(), createBelt<number>()];
  const giver = ontoBelt(numbers(1_000), first);
  const middle = betweenBelts(first, second, (number) => number);
  const failure = new Error('disk full');
  const taker = offBelt(second, () => Promise.reject(failure));
  await expect(together([giver, middle, taker])).rejects.toBe(failure);
  await expect(giver).rejects.toBeInstanceOf(BeltStoppedError);
  await expect(middle).rejects.toThrow('a neighbouring stage failed: disk full');
});

test('a failing giver stops the taker', async () => {
  const belt = createBelt<number>();
  const taker = offBelt(belt, async (batches) => {
    for await (const _ of batches);
  });
  const failure = new Error('file vanished');
  // oxlint-disable-next-line require-yield
  const broken = (async function* (): AsyncGenerator<number> {
    throw failure;
  })();
  await expect(together([ontoBelt(broken, belt), taker])).rejects.toBe(failure);
  await expect(taker).rejects.toBeInstanceOf(BeltStoppedError);
});
