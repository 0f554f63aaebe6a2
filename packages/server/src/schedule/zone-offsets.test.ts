import { expect, test } from 'vitest';
import { offsetsWithin, timeOfWall, wallMs } from './zone-offsets.ts';

const at = (text: string): number => Date.parse(text);
const hourMs = 3_600_000;

test.each([
  ['Europe/Berlin', [2, 1], ['2026-10-25T01:00:00Z']],
  ['UTC', [0], []],
  ['Asia/Kathmandu', [5.75], []],
  ['America/Santiago', [-4, -3], ['2026-09-06T04:00:00Z']],
])('clocks of %s in the autumn of 2026', (zone, hours, changes) => {
  const offsets = offsetsWithin(zone, at('2026-07-01T00:00:00Z'), at('2026-11-30T00:00:00Z'));
  expect(offsets.map(({ offsetMs }) => offsetMs / hourMs)).toEqual(hours);
  expect(offsets.slice(1).map(({ sinceMs }) => new Date(sinceMs).toISOString())).toEqual(
    changes.map((text) => new Date(text).toISOString()),
  );
});

const dayIn = (zone: string, date: string): string => {
  const offsets = offsetsWithin(zone, at('2026-01-01T00:00:00Z'), at('2026-12-31T00:00:00Z'));
  return new Date(timeOfWall(offsets, at(`${date}T00:00:00Z`))).toISOString().slice(0, 16);
};

test.each([
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00'],
  ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00'],
  // Midnight is left out, the day begins at one.
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00'],
  ['Asia/Kathmandu', '2026-09-06', '2026-09-05T18:15'],
])('in %s, %s begins at %s UTC', (zone, date, begin) => {
  expect(dayIn(zone, date)).toBe(begin);
});

test('what the clocks show, before and after a change', () => {
  const offsets = offsetsWithin('Europe/Berlin', at('2026-10-01T00:00:00Z'), at('2026-11-01T00:00:00Z'));
  const shown = (text: string) => new Date(wallMs(offsets, at(text))).toISOString().slice(11, 16);
  expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map(shown)).toEqual([
    '02:30',
    '02:30',
    '03:30',
  ]);
});
