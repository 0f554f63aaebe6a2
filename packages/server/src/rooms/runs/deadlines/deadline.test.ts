import { expect, test } from 'vitest';
import { allReceivedAt } from '../../../reception/reception-time.ts';
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
  reported: undefined,
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
  ['due before its times were read', { deadlineSinceMs: at('02:00:01') }, '04:00:01', null],
  ['due as its times were read', { deadlineSinceMs: at('02:00:00') }, '04:00:01', { at: today, state: 'missed' }],
  ['without a deadline', { deadline: null }, '03:30:00', null],
  ['with a deadline that is no time', { deadline: 'noon' }, '03:30:00', null],
] as const)('%s', (_name, more, now, expected) => {
  expect(deadlineOf({ ...run, ...more }, allReceivedAt(at(now)))).toEqual(expected);
});

const others = (...runs: readonly (readonly [start: string, end: string])[]) =>
  runs.map(([start, end]) => ({ startedAtMs: Date.parse(start), finishedAtMs: Date.parse(end) }));
const on = (text: string): number => Date.parse(text);
const yesterdays = others(['2026-03-01T02:00:00Z', '2026-03-01T02:30:00Z']);
const todays = others(['2026-03-02T02:00:00Z', '2026-03-02T02:30:00Z']);
const retry = others(['2026-03-02T03:00:00Z', '2026-03-02T03:40:00Z']);
const lateRetry = others(['2026-03-02T03:50:00Z', '2026-03-02T04:10:00Z']);
const failed = { finish: finishAt('02:30:00', 'failed') };
const monthly = { schedule: '0 2 31 * *', deadline: '04:00' };

test.each<[string, object, string, ReturnType<typeof others>, ReturnType<typeof deadlineOf>]>([
  ['failed, met by a retry', failed, '09:00:00', retry, { at: today, state: 'met' }],
  ['failed, the retry came late', failed, '09:00:00', lateRetry, { at: today, state: 'missed' }],
  ['failed, only yesterday went well', failed, '09:00:00', yesterdays, { at: today, state: 'missed' }],
  [
    'the retry that meets it',
    { startedAtMs: at('03:00:00'), finish: finishAt('03:40:00') },
    '09:00:00',
    [],
    { at: today, state: 'met' },
  ],
  [
    'never started, met by a run that came late',
    { startedAtMs: at('02:00:00'), isMissed: true },
    '09:00:00',
    retry,
    { at: today, state: 'met' },
  ],
  ['by hand after it was met', { startedAtMs: at('13:00:00') }, '13:30:00', todays, null],
  ['again before the deadline, after it was met', { startedAtMs: at('03:00:00') }, '03:30:00', todays, null],
  ['by hand after the deadline', { startedAtMs: at('05:00:00'), trigger: 'manual' }, '05:10:00', [], null],
  [
    'by hand before the deadline',
    { startedAtMs: at('03:00:00'), trigger: 'manual' },
    '03:10:00',
    [],
    { at: today, state: 'due' },
  ],
  [
    'two minutes early',
    { startedAtMs: at('01:58:00'), finish: finishAt('02:10:00') },
    '02:30:00',
    yesterdays,
    { at: today, state: 'met' },
  ],
  ['two hours early', { startedAtMs: at('00:10:00') }, '00:30:00', [], null],
  ['two hours early, yesterday went well', { startedAtMs: at('00:10:00') }, '00:30:00', yesterdays, null],
  ['weeks after the last due time', { ...monthly, startedAtMs: on('2026-03-02T09:00:00Z') }, '10:00:00', [], null],
  [
    'a clock that is behind',
    {
      startedAtMs: at('01:50:00'),
      clockLag: { ms: 600_000, isCertain: true },
      finish: finishAt('03:55:00'),
    },
    '09:00:00',
    [],
    { at: today, state: 'missed' },
  ],
  [
    'a deadline on the next day',
    { deadline: '+1d 06:00' },
    '09:00:00',
    [],
    { at: '2026-03-03T06:00:00.000Z', state: 'due' },
  ],
  [
    'a deadline so long after it was due',
    { deadline: 'PT90M' },
    '03:20:00',
    [],
    { at: '2026-03-02T03:30:00.000Z', state: 'due' },
  ],
])('%s', (_name, more, now, success, expected) => {
  expect(deadlineOf({ ...run, ...more }, allReceivedAt(at(now)), success)).toEqual(expected);
});
