import { expect, test } from 'vitest';
import { type CountedRun, judgeOccurrence, type OccurrenceState } from './occurrence.ts';

const at = (clock: string): number => Date.parse(`2026-11-27T${clock}:00Z`);
const due = { dueAtMs: at('02:00'), deadlineAtMs: at('04:00'), startsByMs: at('02:10') };
const run = (state: CountedRun['state'], ended?: string): CountedRun => ({
  runId: `${state}-${ended ?? ''}`,
  state,
  endedAtMs: ended === undefined ? null : at(ended),
  isUsable: state === 'succeeded',
});

test.each<readonly [what: string, runs: readonly CountedRun[], heardUntil: string, expected: OccurrenceState]>([
  ['nothing has started yet', [], '02:05', 'due'],
  ['nothing is known of it', [], '02:10', 'not-judged'],
  ['it did not start', [run('missed')], '02:10', 'missed'],
  ['it did not start, and the deadline has passed', [run('missed')], '05:00', 'missed'],
  ['it runs', [run('running')], '03:00', 'running'],
  ['it runs past the deadline', [run('running')], '04:01', 'overdue'],
  ['it failed', [run('failed', '02:31')], '03:00', 'failed'],
  ['it failed and is tried again', [run('running'), run('failed', '02:31')], '03:00', 'running'],
  ['it failed, and was tried again in time', [run('succeeded', '03:40'), run('failed', '02:31')], '09:00', 'met'],
  ['it failed, and the deadline has passed', [run('failed', '02:31')], '04:01', 'overdue'],
  ['it came after the deadline', [run('succeeded', '04:30')], '09:00', 'late'],
  ['it came twice', [run('succeeded', '05:00'), run('succeeded', '03:00')], '09:00', 'met'],
])('%s', (_what, runs, heardUntil, expected) => {
  expect(judgeOccurrence(due, runs, at(heardUntil)).state).toBe(expected);
  expect(judgeOccurrence(due, runs.toReversed(), at(heardUntil))).toEqual(judgeOccurrence(due, runs, at(heardUntil)));
});

test('without a deadline data is never late', () => {
  const free = { ...due, deadlineAtMs: null };
  expect(judgeOccurrence(free, [run('succeeded', '09:00')], at('09:30'))).toMatchObject({
    state: 'met',
    usableAtMs: at('09:00'),
  });
  expect(judgeOccurrence(free, [run('failed', '09:00')], at('09:30')).state).toBe('failed');
});
