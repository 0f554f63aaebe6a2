import { expect, test } from 'vitest';
import { lastDueMs, nextClockTimeMs, nextDueMs } from './due-times.ts';

const berlin = 'Europe/Berlin';
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());
const at = (text: string): number => Date.parse(text);

test.each([
  ['daily', '0 2 * * *', null, '2026-03-01T02:00:00Z', '2026-03-02T02:00:00.000Z'],
  ['daily in a time zone', '0 2 * * *', berlin, '2026-03-01T02:00:00Z', '2026-03-02T01:00:00.000Z'],
  ['weekdays, on a Friday', '0 6 * * 1-5', null, '2026-03-06T07:00:00Z', '2026-03-09T06:00:00.000Z'],
  ['last day of the month', '0 0 L * *', null, '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
  ['an hour that does not exist, daily', '30 2 * * *', berlin, '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['an hour that comes twice, daily, once', '30 2 * * *', berlin, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ['an hour that comes twice, hourly, twice', '0 * * * *', berlin, '2026-10-25T00:00:00Z', '2026-10-25T01:00:00.000Z'],
  ['never', '0 0 30 2 *', null, '2026-03-01T00:00:00Z', undefined],
  ['no cron', 'every night', null, '2026-03-01T00:00:00Z', undefined],
  ['no time zone', '0 2 * * *', 'Mars/Olympus', '2026-03-01T00:00:00Z', undefined],
  ['nothing', '', null, '2026-03-01T00:00:00Z', undefined],
])('next due, %s', (_name, cron, timeZone, after, expected) => {
  expect(iso(nextDueMs({ cron, timeZone }, at(after)))).toBe(expected);
});

test.each([
  ['just then', '0 2 * * *', '2026-03-01T02:00:00Z', '2026-03-01T02:00:00.000Z'],
  ['just before', '0 2 * * *', '2026-03-01T01:59:59Z', '2026-02-28T02:00:00.000Z'],
])('last due, %s', (_name, cron, when, expected) => {
  expect(iso(lastDueMs({ cron, timeZone: null }, at(when)))).toBe(expected);
});

test.each([
  ['today', '04:00', null, '2026-03-01T02:00:00Z', '2026-03-01T04:00:00.000Z'],
  ['tomorrow', '04:00', null, '2026-03-01T23:00:00Z', '2026-03-02T04:00:00.000Z'],
  ['in summer', '04:00', berlin, '2026-07-01T00:00:00Z', '2026-07-01T02:00:00.000Z'],
  ['on the night the clocks go forward', '02:30', berlin, '2026-03-29T00:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['no time of day', '25:00', null, '2026-03-01T00:00:00Z', undefined],
])('clock time, %s', (_name, time, timeZone, after, expected) => {
  expect(iso(nextClockTimeMs(time, timeZone, at(after)))).toBe(expected);
});

/** All that is due in a night, by UTC. */
const dueIn = (schedule: { cron: string; timeZone: string }, fromText: string, toText: string): string[] => {
  const found: string[] = [];
  for (let ms = nextDueMs(schedule, at(fromText)); ms !== undefined && ms <= at(toText); ms = nextDueMs(schedule, ms))
    found.push(new Date(ms).toISOString().slice(11, 16));
  return found;
};

test.each<[string, string, string, string[]]>([
  ['0 1-4 * * *', berlin, '2026-10-24T22:30:00Z', ['23:00', '00:00', '02:00', '03:00']],
  ['30 2,3 * * *', berlin, '2026-10-24T22:30:00Z', ['00:30', '02:30']],
  ['0,30 2 * * *', berlin, '2026-10-24T22:30:00Z', ['00:00', '00:30']],
  ['0 0 2,4 * * *', berlin, '2026-10-24T22:30:00Z', ['00:00', '03:00']],
  ['0 1-3 * * *', 'America/New_York', '2026-11-01T04:30:00Z', ['05:00', '07:00', '08:00']],
  ['0 0,1,2 * * *', 'Australia/Lord_Howe', '2026-04-04T12:30:00Z', ['13:00', '14:00', '15:30']],
  ['45 1,2 * * *', 'Australia/Lord_Howe', '2026-04-04T12:30:00Z', ['14:45', '16:15']],
  ['0 1-3 * * *', 'Pacific/Chatham', '2026-04-04T11:00:00Z', ['11:15', '12:15', '13:15']],
  ['0 0-2 * * *', 'America/Havana', '2026-11-01T03:30:00Z', ['04:00', '06:00', '07:00']],
  // A star as hour or minute: cron runs it all the time.
  ['0 * * * *', berlin, '2026-10-24T23:30:00Z', ['00:00', '01:00', '02:00', '03:00', '04:00']],
  ['*/30 2 * * *', berlin, '2026-10-24T22:30:00Z', ['00:00', '00:30', '01:00', '01:30']],
  // The hour that does not exist in spring.
  ['0 1-4 * * *', berlin, '2026-03-28T23:30:00Z', ['00:00', '01:00', '02:00']],
])('%s in %s on the night of %s: once each, as cron does', (cron, timeZone, from, expected) => {
  const to = new Date(at(from) + 5 * 3_600_000).toISOString();
  expect(dueIn({ cron, timeZone }, from, to)).toEqual(expected);
});

test('the last due time is not the second of an hour that comes twice', () => {
  expect(iso(lastDueMs({ cron: '0 1-4 * * *', timeZone: berlin }, at('2026-10-25T01:30:00Z')))).toBe(
    '2026-10-25T00:00:00.000Z',
  );
});
