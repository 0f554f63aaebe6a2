import { expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { deadlineOf } from './deadline.ts';

const at = (text: string): number => Date.parse(`2026-03-02T${text}Z`);
const finishAt = (time: string, state: 'succeeded' | 'failed' = 'succeeded') => ({
  state,
  atMs: at(time),
  durationMs: 1,
  failure: null,
  exitCode: null,
  exitSignal: null,
  rows: undefined,
});
const run = {
  startedAtMs: at('02:00:03'),
  schedule: '0 2 * * *',
  timeZone: null,
  deadline: '04:00',
  finish: undefined,
  isMissed: false,
};
const today = '2026-03-02T04:00:00.000Z';

test.each([
  ['running, in time', {}, '03:00:00', { at: today, state: 'due' }],
  ['running, late', {}, '04:00:01', { at: today, state: 'missed' }],
  ['finished in time', { finish: finishAt('03:59:00') }, '09:00:00', { at: today, state: 'met' }],
  ['finished late', { finish: finishAt('04:01:00') }, '09:00:00', { at: today, state: 'missed' }],
  [
    'failed, another may still do it',
    { finish: finishAt('02:30:00', 'failed') },
    '03:00:00',
    { at: today, state: 'due' },
  ],
  ['failed', { finish: finishAt('02:30:00', 'failed') }, '09:00:00', { at: today, state: 'missed' }],
  ['started after its deadline', { startedAtMs: at('05:00:00') }, '05:10:00', { at: today, state: 'missed' }],
  ['started early', { startedAtMs: at('01:59:30') }, '03:00:00', { at: today, state: 'due' }],
  ['never started', { startedAtMs: at('02:00:00'), isMissed: true }, '05:00:00', { at: today, state: 'missed' }],
  ['without a schedule', { schedule: null, startedAtMs: at('03:00:00') }, '03:30:00', { at: today, state: 'due' }],
  ['without a deadline', { deadline: null }, '03:30:00', null],
  ['with a deadline that is no time', { deadline: 'noon' }, '03:30:00', null],
] as const)('%s', (_name, more, now, expected) => {
  expect(deadlineOf({ ...run, ...more }, allReceivedAt(at(now)))).toEqual(expected);
});
