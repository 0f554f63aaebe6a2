import { expect, test } from 'vitest';
import { offsetsWithin } from '../../../schedule/zone-offsets.ts';
import { calendarDays, type Known } from './calendar-days.ts';
import type { DayRow } from './facts-days.ts';
import { wasDueIn } from './was-due.ts';

const at = (text: string): number => Date.parse(`2026-${text}Z`);
const zone = 'Europe/Berlin';
const period = (from: string, to: string) => ({
  fromMs: at(from),
  toMs: at(to),
  offsets: offsetsWithin(zone, at(from), at(to)),
});
const row = (date: string, state: DayRow['state'], more: Partial<DayRow> = {}): DayRow => {
  const startedMs = at(`${date}T02:00:00`);
  return {
    day: Math.floor(at(`${date}T12:00:00`) / 86_400_000),
    state,
    runs: 1,
    doubtful: 0,
    firstMs: startedMs,
    lastMs: startedMs,
    schedule: '0 3 * * *',
    timeZone: zone,
    ...more,
  };
};
const known: Known = {
  keptSinceMs: 0,
  firstMs: at('10-01T00:00:00'),
  lastBeforeMs: undefined,
  declaredBefore: { schedule: '', timeZone: '' },
  wasDue: (gap) =>
    gap.declared.schedule !== '' &&
    wasDueIn(gap, { cron: gap.declared.schedule, timeZone: gap.declared.timeZone }, at('11-30T12:00:00')),
};
const statesOf = (rows: DayRow[], from: string, to: string, more: Partial<Known> = {}) =>
  calendarDays(rows, period(from, to), { ...known, ...more }).map(({ date, shown }) => `${date.slice(5)} ${shown.id}`);

test('the days of the night in which clocks are put back: 25 hours, and none is left out', () => {
  const days = calendarDays([], period('10-23T22:00:00', '10-26T23:00:00'), known);
  expect(days.map(({ date, from }) => [date, from.slice(5, 16)])).toEqual([
    ['2026-10-24', '10-23T22:00'],
    ['2026-10-25', '10-24T22:00'],
    ['2026-10-26', '10-25T23:00'],
  ]);
  expect(days[1]?.to).toBe(days[2]?.from);
});

test('a day is as its worst run; what was due and did not come is not well, and nothing due is neutral', () => {
  const rows = [
    row('11-23', 'succeeded', { runs: 2 }),
    row('11-24', 'succeeded'),
    row('11-24', 'failed'),
    row('11-25', 'missed'),
    row('11-27', 'succeeded', { schedule: '0 3 * * 1-5' }),
  ];
  expect(statesOf(rows, '11-22T23:00:00', '11-29T23:00:00')).toEqual([
    '11-23 succeeded',
    '11-24 failed',
    '11-25 missed',
    '11-26 unknown',
    '11-27 succeeded',
    '11-28 none',
    '11-29 none',
  ]);
  const [first, second, third] = calendarDays(rows, period('11-22T23:00:00', '11-29T23:00:00'), known);
  expect([first, second, third].map((day) => [day?.runs, day?.missed])).toEqual([
    [2, 0],
    [2, 0],
    [0, 1],
  ]);
});

test('what is not kept, was before its first run, or is due later today is told from what did not come', () => {
  const rows = [row('11-28', 'succeeded')];
  const more = { keptSinceMs: at('11-25T23:00:00'), firstMs: at('11-28T00:00:00') };
  expect(statesOf(rows, '11-24T23:00:00', '11-29T23:00:00', more)).toEqual([
    '11-25 not-kept',
    '11-26 before',
    '11-27 before',
    '11-28 succeeded',
    '11-29 unknown',
  ]);
  const evening = row('11-29', 'succeeded', { schedule: '0 18 * * *' });
  expect(statesOf([evening], '11-28T23:00:00', '11-30T12:00:00')).toEqual(['11-29 succeeded', '11-30 none']);
});

test.each<[string, string, string | undefined, string | undefined, boolean]>([
  ['a run a little early, the day before', '0 0 * * *', '11-25T22:59:30', undefined, false],
  ['a late one, the day after', '50 23 * * *', '11-25T23:00:00', '11-27T00:30:00', false],
  ['the one of the day after', '0 3 * * *', '11-25T02:00:00', '11-27T02:00:00', true],
  ['nothing since', '0 3 * * *', '11-25T02:00:00', undefined, true],
  ['no day of the schedule', '0 3 * * 1', undefined, undefined, false],
  ['every hour, one of them early', '0 * * * *', '11-25T22:59:30', undefined, true],
])('a day without a start: %s', (_name, cron, before, after, isDue) => {
  const gap = {
    fromMs: at('11-25T23:00:00'),
    toMs: at('11-26T23:00:00'),
    lastBeforeMs: before === undefined ? undefined : at(before),
    firstAfterMs: after === undefined ? undefined : at(after),
    declared: { schedule: cron, timeZone: zone },
  };
  expect(wasDueIn(gap, { cron, timeZone: zone }, at('11-30T00:00:00'))).toBe(isDue);
});
