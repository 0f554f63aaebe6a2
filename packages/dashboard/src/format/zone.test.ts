import { afterEach, expect, it } from 'vitest';
import { formatExactTime, formatTime } from './time.ts';
import { chooseZone, chosenZone, followZone, wallText, wallTimeMs } from './zone.ts';

afterEach(() => chooseZone('local'));

const at = Date.parse('2026-11-23T23:30:00Z');
const now = Date.parse('2026-11-24T01:00:00Z');

it('times are written in the chosen zone, and the day is that of the zone', () => {
  chooseZone('UTC');
  expect(formatTime(at, now)).toBe('yesterday 23:30 UTC');
  expect(formatExactTime(at, now)).toBe('23 Nov 23:30:00.000');
  chooseZone('Asia/Tokyo');
  expect(formatTime(at, now)).toBe('08:30');
  expect(formatExactTime(at, now)).toBe('08:30:00.000');
});

it('a zone nobody knows is not chosen, and those who follow hear of a known one', () => {
  let changes = 0;
  const stop = followZone(() => (changes += 1));
  chooseZone('Mars/Base');
  expect([chosenZone(), changes]).toEqual(['local', 0]);
  chooseZone('America/New_York');
  stop();
  chooseZone('UTC');
  expect([chosenZone(), changes]).toEqual(['UTC', 1]);
});

it.each([
  ['UTC', '2026-11-23T02:13:05', '2026-11-23T02:13:05Z'],
  ['Europe/Berlin', '2026-07-01T12:00:00', '2026-07-01T10:00:00Z'],
  ['Europe/Berlin', '2026-10-25T12:00:00', '2026-10-25T11:00:00Z'],
  ['Asia/Kolkata', '2026-01-01T00:00:00', '2025-12-31T18:30:00Z'],
])('in %s the clocks show %s at %s', (zone, wall, instant) => {
  expect(wallText(Date.parse(instant), zone)).toBe(wall);
  expect(wallTimeMs(wall, zone)).toBe(Date.parse(instant));
});

it('an hour that clocks leave out is the one after it, and what is no time is none', () => {
  expect(new Date(wallTimeMs('2026-03-29T02:30', 'Europe/Berlin')).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  expect(wallTimeMs('soon', 'UTC')).toBeNaN();
});
