import { expect, test } from 'vitest';
import { Dictionary } from './dictionary.ts';

test('values that are long are estimated once those before take 64 MiB', () => {
  const dictionary = new Dictionary();
  const text = { bytes: Buffer.alloc(3 << 20, 'x'), start: 0, end: 3 << 20 };
  for (let value = 0; value < 100; value += 1)
    dictionary.take(Math.imul(value, 0x9e3779b1), Math.imul(value + 1, 0x85ebca6b), text, 1);
  expect(dictionary.isFull).toBe(true);
  expect(dictionary.texts.textBytes).toBeLessThan(67 << 20);
  expect(Math.abs(dictionary.sketch!.estimate() - 100)).toBeLessThan(3);
});
