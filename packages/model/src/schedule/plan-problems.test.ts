import { expect, test } from 'vitest';
import { readDeadline } from './deadline.ts';
import { planProblems } from './plan-problems.ts';

test.each([
  ['0 6 * * *'],
  ['0 0 6 * * *'],
  ['*/15 * * * *'],
  ['10-50/20 * * * *'],
  ['0 6 * * MON-FRI'],
  ['0 6 L * *'],
  ['0 6 * * 5#2'],
  ['0 6 29 2 *'],
  ['0 6 31 * *'],
  ['0 0 6 ? * 1'],
  ['0 6 * * 7'],
  ['@daily'],
  [' 0  6 * * * '],
  [''],
])('schedule "%s" can be read', (schedule) => {
  expect(planProblems({ schedule })).toEqual([]);
});

test.each([
  ['0/15 * * * *', '"0/15" as minute is not cron; use "*/15"'],
  ['5/15 * * * *', '"5/15" as minute is not cron; use "5-59/15"'],
  ['60 6 * * *', '60 is not a valid minute; use 0 to 59'],
  ['0 24 * * *', '24 is not a valid hour; use 0 to 23'],
  ['0 6 0 * *', '0 is not a valid day of the month; use 1 to 31'],
  ['0 6 * 13 *', '13 is not a valid month; use 1 to 12'],
  ['0 6 * * 8', '8 is not a valid weekday; use 0 to 7'],
  ['0 22-2 * * *', '"22-2" as hour ends before it begins; use "22-23,0-2"'],
  ['H 6 * * *', '"H" as minute is understood by Jenkins only'],
  ['H/15 * * * *', '"H/15" as minute is understood by Jenkins only'],
  ['0 6 * * ? *', '"?" as month is not cron; use "*"'],
  ['0 6 * *', 'it has 4 fields; cron has five'],
  ['0 0 6 * * * 2027', 'it has 7 fields; cron has five'],
  ['6am', 'it has 1 field; cron has five'],
  ['nightly', 'it has 1 field; cron has five'],
  ['2026-12-01T00:00:00', 'it has 1 field; cron has five'],
  ['@every 5m', '"@every" stands alone'],
  ['@reboot', '"@reboot" is unknown; use @hourly'],
  ['rate(5 minutes)', 'this is how AWS writes it'],
  ['TZ=UTC 0 6 * * *', 'the time zone has a setting of its own'],
  ['0, 6 * * *', '"0," as minute has a comma too many'],
  ['*/0 * * * *', 'illegal stepping'],
  ['0 6 31 2 *', 'it never comes'],
])('schedule "%s" cannot be read: %s', (schedule, problem) => {
  expect(planProblems({ schedule })).toEqual([
    { setting: 'schedule', value: schedule, problem: expect.stringContaining(problem) as string },
  ]);
});

test.each([
  ['Europe/Berlin ', 'it has a space too many; use "Europe/Berlin"'],
  ['Berlin', 'did you mean Europe/Berlin?'],
  ['Europe/Berlim', 'did you mean Europe/Berlin?'],
  ['UTC+2', 'it is unknown; use "+02:00"'],
  ['Mars/Olympus', 'it is unknown; use one such as Europe/Berlin'],
])('time zone "%s" cannot be read: %s', (timeZone, problem) => {
  expect(planProblems({ timeZone })).toEqual([
    { setting: 'timeZone', value: timeZone, problem: expect.stringContaining(problem) as string },
  ]);
});

test.each([
  ['6am', 'use HH:MM such as 04:00'],
  ['24:00', 'use 00:00'],
  ['noon', 'use HH:MM'],
  ['06:00:00', 'use HH:MM'],
  ['6', 'use HH:MM'],
  ['PT', 'use HH:MM'],
  ['P1M', 'use HH:MM'],
  ['+1d', 'use HH:MM'],
  ['90m', 'use HH:MM'],
])('deadline "%s" cannot be read: %s', (deadline, problem) => {
  expect(planProblems({ deadline })).toEqual([
    { setting: 'deadline', value: deadline, problem: expect.stringContaining(problem) as string },
  ]);
});

test.each([
  ['04:00', { kind: 'clock', time: '04:00', days: null }],
  ['4:00', { kind: 'clock', time: '04:00', days: null }],
  ['+1d 06:00', { kind: 'clock', time: '06:00', days: 1 }],
  ['PT90M', { kind: 'after', ms: 90 * 60_000 }],
  ['P1DT2H', { kind: 'after', ms: 26 * 3_600_000 }],
])('deadline "%s"', (text, rule) => {
  expect(readDeadline(text)).toEqual(rule);
});
