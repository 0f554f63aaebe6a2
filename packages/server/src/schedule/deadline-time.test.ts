import { readDeadline } from '@sightglass/model/schedule';
import { expect, test } from 'vitest';
import { deadlineMs } from './deadline-time.ts';

const berlin = 'Europe/Berlin';

test.each<[string, string | null, string, string | undefined]>([
  ['06:00', null, '2026-03-01T02:00:00Z', '2026-03-01T06:00:00.000Z'],
  ['01:00', null, '2026-03-01T22:00:00Z', '2026-03-02T01:00:00.000Z'],
  ['+0d 06:00', null, '2026-03-01T02:00:00Z', '2026-03-01T06:00:00.000Z'],
  ['+1d 06:00', null, '2026-03-01T02:00:00Z', '2026-03-02T06:00:00.000Z'],
  ['+1d 01:00', null, '2026-03-01T02:00:00Z', '2026-03-02T01:00:00.000Z'],
  ['+3d 06:00', null, '2026-02-27T22:00:00Z', '2026-03-02T06:00:00.000Z'],
  // 00:30 of the 2nd in Berlin.
  ['+1d 06:00', berlin, '2026-03-01T23:30:00Z', '2026-03-03T05:00:00.000Z'],
  ['+1d 06:00', berlin, '2026-03-28T12:00:00Z', '2026-03-29T04:00:00.000Z'],
  ['PT90M', berlin, '2026-03-28T23:30:00Z', '2026-03-29T01:00:00.000Z'],
  ['+1d 06:00', 'Mars/Olympus', '2026-03-01T02:00:00Z', undefined],
])('%s in %s of what was due at %s', (text, timeZone, dueAt, expected) => {
  const rule = readDeadline(text);
  if (rule === undefined) return expect.fail('cannot be read');
  const atMs = deadlineMs(rule, timeZone, Date.parse(dueAt));
  expect(atMs === undefined ? undefined : new Date(atMs).toISOString()).toBe(expected);
});
