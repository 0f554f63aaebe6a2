import { expect, test } from 'vitest';
import { createSealPace, isUnderLoad } from './seal-pace.ts';

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

test.each([
  ['much has come', { bytes: 8_000_000, overMs: 1_000, openMs: 1_000 }, true],
  ['much has come at once, and it waited for long', { bytes: 8_000_000, overMs: 1_000, openMs: 2_500 }, false],
  ['little has come', { bytes: 1_000_000, overMs: 400, openMs: 400 }, false],
  ['nothing has come since it was last looked at', { bytes: 0, overMs: 400, openMs: 800 }, false],
])('a segment that is due goes on collecting only under load: %s', (_when, growth, goesOn) => {
  expect(isUnderLoad(growth)).toBe(goesOn);
});
