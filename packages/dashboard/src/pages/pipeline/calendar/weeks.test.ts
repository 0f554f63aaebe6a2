import type { CalendarDay } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { mondayBefore, sinceFirstRun, weeksOf } from './weeks.ts';

test.each([
  ['2026-11-30', 0, '2026-11-30'],
  ['2026-11-29', 0, '2026-11-23'],
  ['2026-12-01', 25, '2026-06-08'],
  ['2027-01-01', 1, '2026-12-21'],
])('from %s, %i weeks before, the Monday is %s', (date, weeks, monday) => {
  expect(mondayBefore(date, weeks)).toBe(monday);
});

test('weeks begin on Monday, name the month that begins in them, and have room for days to come', () => {
  const days = ['2026-11-23', '24', '25', '26', '27', '28', '29', '2026-11-30', '2026-12-01'].map(
    (date) => ({ date: date.length === 2 ? `2026-11-${date}` : date }) as CalendarDay,
  );
  const weeks = weeksOf(days);
  expect(weeks.map(({ month }) => month)).toEqual([null, 'Dec']);
  expect(weeks[1]?.days.map((day) => day?.date.slice(8) ?? null)).toEqual(['30', '01', null, null, null, null, null]);
});

test('weeks before the first run are left out, but for a few', () => {
  const week = (id: string) => ({ days: [{ shown: { id } } as CalendarDay, null], month: null });
  const before = Array.from({ length: 20 }, () => week('before'));
  expect(sinceFirstRun([...before, ...before.map(() => week('none'))])).toHaveLength(20);
  expect(sinceFirstRun([...before, week('succeeded')])).toHaveLength(8);
  expect(sinceFirstRun([week('not-kept'), ...before])).toHaveLength(21);
});
