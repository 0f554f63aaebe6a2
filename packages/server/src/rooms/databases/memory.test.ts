import { expect, test } from 'vitest';
import { readTarget } from '@sightglass/probes';
import { addressOf, stillTrue, type Remembered } from './memory.ts';

const target = readTarget('postgres://loader:hush@db/orders');
const minuteMs = 60_000;
const remembered: Remembered = {
  place: addressOf(target),
  health: { state: 'down', sinceMs: 1, recent: [{ atMs: minuteMs, outcome: 'failed', state: 'down' }] },
  checks: [],
  last: null,
};
const recalled = (kept: unknown, afterMs = minuteMs, intervalMs = minuteMs) =>
  stillTrue(kept, { target, intervalMs }, minuteMs + afterMs);

test('what was just seen is still true, also when the store gave it back as JSON', () => {
  expect(recalled(JSON.parse(JSON.stringify(remembered)))).toEqual(remembered);
});

test.each([
  ['nothing', undefined],
  ['the words of another version', { state: 'down' }],
  [
    'another database of that name',
    { ...remembered, place: addressOf(readTarget('postgres://loader@elsewhere/orders')) },
  ],
  ['one that was never asked', { ...remembered, health: { state: 'unknown', recent: [] } }],
])('%s says nothing', (_name, kept) => {
  expect(recalled(kept)).toBe(undefined);
});

test('after more than an hour, or ten intervals, nobody knows', () => {
  expect(recalled(remembered, 60 * minuteMs)).toBeDefined();
  expect(recalled(remembered, 61 * minuteMs)).toBe(undefined);
  expect(recalled(remembered, 500 * minuteMs, 60 * minuteMs)).toBeDefined();
  expect(recalled(remembered, 601 * minuteMs, 60 * minuteMs)).toBe(undefined);
});
