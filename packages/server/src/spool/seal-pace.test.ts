import { expect, test } from 'vitest';
import { createSealPace } from './seal-pace.ts';

test.each([
  ['nothing was inserted yet', [], 400],
  ['inserts are quick', [20], 400],
  ['inserts are slow', [150], 1_200],
  ['an insert was very slow', [9_000], 2_000],
  ['inserts are quick again', [9_000, 20], 400],
])('a segment stays open as it should when %s', (_when, insertsMs, waitMs) => {
  const pace = createSealPace(400, 2_000);
  for (const insertMs of insertsMs) pace.inserted(insertMs);
  expect(pace.waitMs).toBe(waitMs);
});
