import {
  emptyLedger,
  judgedState,
  nothingUnexplained,
  type RunDoubt,
  shownState,
  shownWord,
  usualOf,
} from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { runOutcome } from './run-outcome.ts';
import { pace, runSentence } from './run-sentence.ts';
import { isSlow, usualMarks, usualSampleWords } from './usual.ts';
import { spaced } from '../format/testing.ts';
import { now, iso, run, usually, dirty, deadline, failed } from './testing.ts';
import { describe, expect, it } from 'vitest';

describe('runSentence', () => {
  it.each<[string, Run, ReturnType<typeof usually> | null, string]>([
    ['a usual run', run(), usually(61_000), 'Ready to use: loaded 12,431 rows at 02:13; 17 rejected. Usual time.'],
    ['a first run', run(), null, 'Ready to use: loaded 12,431 rows at 02:13; 17 rejected.'],
    [
      'a slow run',
      run(),
      usually(20_000),
      'Ready to use: loaded 12,431 rows at 02:13; 17 rejected. Took 1 m 00 s, 3.0 × the usual.',
    ],
    [
      'a fast run',
      run(),
      usually(240_000),
      'Ready to use: loaded 12,431 rows at 02:13; 17 rejected. Took 1 m 00 s; usually 4 m 00 s.',
    ],
    [
      'a run that rejected far more than usual',
      run({ rows: dirty }),
      usually(61_000),
      'Usable, but check: loaded 820 rows at 02:13; 180 rejected, 18% of all and usually 0.1%. Usual time.',
    ],
    [
      'a first run that rejected much',
      run({ rows: dirty }),
      null,
      'Usable, but check: loaded 820 rows at 02:13; 180 rejected, 18% of all.',
    ],
    [
      'a run that rejects as much every day',
      run({ rows: dirty }),
      usually(61_000, 0.18),
      'Ready to use: loaded 820 rows at 02:13; 180 rejected. Usual time.',
    ],
    [
      'a run that rejected every row',
      run({ rows: { ...emptyLedger, read: 1_200, rejected: 1_200 } }),
      null,
      'No new data: all 1,200 rows were rejected at 02:13.',
    ],
    [
      'rows that were loaded without an API',
      run({ doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 1_204 }] }),
      usually(61_000),
      'Usable, but check: loaded 12,431 rows at 02:13; 17 rejected, but 1,204 rows were loaded without airports. Usual time.',
    ],
    [
      'a broken contract and rows that are unaccounted for',
      run({
        balanced: false,
        unexplained: { vanished: 2, appeared: 0 },
        doubts: [{ kind: 'contract', contract: 'orders' }],
      }),
      null,
      'Usable, but check: loaded 12,431 rows at 02:13; 17 rejected, but 2 rows are unaccounted for; a file broke the contract orders.',
    ],
    [
      'a broken contract and no rows',
      run({ rows: emptyLedger, doubts: [{ kind: 'contract', contract: '' }] }),
      null,
      'Usable, but check: finished at 02:13; it counted no rows, but a file broke its contract.',
    ],
    ['one row', run({ rows: { ...emptyLedger, read: 1, written: 1 } }), null, 'Ready to use: loaded 1 row at 02:13.'],
    ['no rows', run({ rows: emptyLedger }), null, 'Ready to use: finished at 02:13; it counted no rows.'],
    [
      'rows that are unaccounted for',
      run({
        balanced: false,
        unexplained: { vanished: 312, appeared: 0 },
        rows: { ...emptyLedger, read: 400, written: 88 },
      }),
      null,
      'Usable, but check: loaded 88 rows at 02:13, but 312 rows are unaccounted for.',
    ],
    [
      'as many rows missing as too many',
      run({ balanced: false, unexplained: { vanished: 2, appeared: 2 }, rows: emptyLedger }),
      null,
      'Usable, but check: loaded 0 rows at 02:13, but 2 rows are unaccounted for and 2 rows appeared from nowhere.',
    ],
    ['a failure', failed, usually(61_000), 'Not usable: failed at load 3 minutes ago: connection refused'],
    [
      'a failure without words',
      run({ state: 'failed', rows: emptyLedger, finishedAt: iso('09:57:00') }),
      null,
      'No new data: failed 3 minutes ago.',
    ],
    [
      'a failure of which only the exit code is known',
      run({ state: 'failed', rows: emptyLedger, exitCode: 3, finishedAt: iso('09:57:00') }),
      null,
      'No new data: failed 3 minutes ago: exit code 3.',
    ],
    [
      'a stop',
      run({ state: 'aborted', failedStage: 'load', exitSignal: 'SIGTERM', exitCode: 143, finishedAt: iso('09:00:00') }),
      null,
      'Not usable: stopped by SIGTERM at load 1 hour ago, after 1 m 00 s.',
    ],
    [
      'a stop with a reason',
      run({
        state: 'aborted',
        finishedAt: iso('09:00:00'),
        failure: { type: '', message: 'how it ended is not known' },
      }),
      null,
      'Not usable: stopped 1 hour ago, after 1 m 00 s: how it ended is not known.',
    ],
    [
      'silence',
      run({ state: 'lost', failedStage: 'load', lastSeenAt: iso('09:00:00') }),
      null,
      'Not usable: went silent at load 1 hour ago; it never said that it ended.',
    ],
    [
      'a run that was due',
      run({ state: 'missed', rows: emptyLedger, startedAt: iso('02:00:00') }),
      null,
      'No new data: was due at 02:00 and did not start.',
    ],
    [
      'a run under way',
      run({ state: 'running', startedAt: iso('09:58:00'), finishedAt: null, balanced: null }),
      usually(90_000),
      'Wait: running for 2 m 00 s, 12,431 rows so far. It usually takes 1 m 30 s.',
    ],
    [
      'a run whose program hangs',
      run({ state: 'running', startedAt: iso('09:55:00'), balanced: null, notAnsweringForMs: 240_000 }),
      null,
      'Wait: running for 5 m 00 s, 12,431 rows so far. Its program has not answered for 4 m 00 s.',
    ],
    [
      'a run in time',
      run({ deadline: deadline('met') }),
      null,
      'Ready to use: loaded 12,431 rows at 02:13; 17 rejected. Met its deadline of 04:00.',
    ],
    [
      'a run that is ready but late',
      run({ finishedAt: iso('05:10:00'), deadline: deadline('missed') }),
      usually(61_000),
      'Ready to use, but late: loaded 12,431 rows at 05:10; 17 rejected. Usual time. Missed its deadline of 04:00.',
    ],
    [
      'a doubtful run that is late',
      run({ rows: dirty, deadline: deadline('missed') }),
      null,
      'Usable, but check: loaded 820 rows at 02:13; 180 rejected, 18% of all. Missed its deadline of 04:00.',
    ],
    [
      'a failure another run can make up for',
      run({ ...failed, deadline: { at: iso('12:00:00'), state: 'due' } }),
      null,
      'Not usable: failed at load 3 minutes ago: connection refused. Due by 12:00.',
    ],
    [
      'a run under way that is late',
      run({ state: 'running', startedAt: iso('09:58:00'), balanced: null, deadline: deadline('missed') }),
      null,
      'Wait: running for 2 m 00 s, 12,431 rows so far. Missed its deadline of 04:00.',
    ],
  ])('%s', (_, subject, usual, words) => expect(spaced(runSentence(subject, usual, now))).toBe(words));

  it('leaves the reason out where it is told beside', () =>
    expect(spaced(runSentence(failed, null, now, true))).toBe('Not usable: failed at load 3 minutes ago.'));
  it('says nothing of a difference below a second', () => expect(pace(900, usually(100))).toBe('Usual time.'));
});

describe('runOutcome', () => {
  it.each<[string, Run, string]>([
    ['a failure', failed, 'load: connection refused'],
    ['a failure without words', run({ state: 'failed', failedStage: 'load' }), 'failed at load'],
    ['a failure with an exit code', run({ state: 'failed', exitCode: 3 }), 'failed: exit code 3'],
    ['silence', run({ state: 'lost', failedStage: 'load' }), 'went silent at load; it never said that it ended'],
    ['a stop', run({ state: 'aborted', failedStage: 'load', exitSignal: 'SIGTERM' }), 'stopped by SIGTERM at load'],
    ['no start', run({ state: 'missed' }), 'was due and did not start'],
    [
      'rows from nowhere',
      run({ balanced: false, unexplained: { vanished: 0, appeared: 2 } }),
      '2 rows appeared from nowhere',
    ],
    ['a doubt', run({ doubts: [{ kind: 'contract', contract: 'orders' }] }), 'a file broke the contract orders'],
    ['a good run', run(), ''],
  ])('%s', (_, subject, words) => expect(spaced(runOutcome(subject))).toBe(words));
});

it('shows a succeeded run with rows unaccounted for as such, and no other', () => {
  expect(shownState(run({ balanced: false }))).toBe('unbalanced');
  expect(shownState(run({ state: 'failed', balanced: false }))).toBe('failed');
  expect(shownState(run({ balanced: null }))).toBe('succeeded');
  expect(shownState(run({ doubts: [unenriched] }))).toBe('unenriched');
});

it.each([
  [{ vanished: 3, appeared: 0 }, 'Rows unaccounted'],
  [{ vanished: 0, appeared: 2 }, 'Rows from nowhere'],
  [{ vanished: 3, appeared: 2 }, 'Rows unaccounted and from nowhere'],
])('tells rows that vanished from rows that appeared: %o', (unexplained, word) =>
  expect(shownWord(run({ balanced: false, unexplained }))).toBe(word),
);

const brokenContract: RunDoubt = { kind: 'contract', contract: 'orders' };
const unenriched: RunDoubt = { kind: 'unenriched', dependency: 'airports', rows: 3 };

it.each<[string, Run, ReturnType<typeof usually> | null, string]>([
  ['as usual', run(), null, 'succeeded'],
  ['much rejected', run({ rows: dirty }), null, 'doubtful'],
  [
    'much rejected, as every day',
    run({ rows: { ...dirty, written: 300, rejected: 700 } }),
    usually(1, 0.7),
    'succeeded',
  ],
  ['all rejected', run({ rows: { ...emptyLedger, read: 4, rejected: 4 } }), null, 'rejected'],
  ['rows missing', run({ balanced: false, rows: dirty, doubts: [brokenContract] }), null, 'unbalanced'],
  ['a contract broken', run({ rows: dirty, doubts: [unenriched, brokenContract] }), null, 'broken'],
  ['loaded without an API', run({ doubts: [unenriched] }), null, 'unenriched'],
  ['failed', run({ state: 'failed', balanced: false, rows: dirty }), null, 'failed'],
])('shows the state its sentence tells: %s', (_, subject, usual, state) =>
  expect(judgedState(subject, usual)).toBe(state),
);

describe('what is usual', () => {
  const usual = { sampleSize: 5, durationMs: 60_000, rowsRead: 100, rowsWritten: 98, rejectedShare: 0.02 };

  it('is said from five earlier runs on', () => {
    expect(usualOf({ usual: null })).toBeNull();
    expect(usualOf({ usual: { ...usual, sampleSize: 4 } })).toBeNull();
    expect(usualOf({ usual })).toEqual(usual);
  });
  it('says of which runs it is known', () =>
    expect([1, 5].map((sampleSize) => usualSampleWords({ ...usual, sampleSize }))).toEqual([
      'in the last run that succeeded',
      'in the last 5 runs that succeeded',
    ]));
  it('is known from the last twenty that succeeded before the last run of a strip', () => {
    const mark = (index: number, state: 'succeeded' | 'failed' = 'succeeded') => ({
      runId: String(index),
      state,
      startedAt: iso('01:00:00'),
      durationMs: 60_000,
      rows: emptyLedger,
      balanced: true,
      unexplained: nothingUnexplained,
      doubts: [],
    });
    const runs = [...Array.from({ length: 28 }, (_, index) => mark(index)), mark(28, 'failed'), mark(29)];
    expect(usualMarks(runs).map(({ runId }) => Number(runId))).toEqual(Array.from({ length: 20 }, (_, at) => at + 8));
  });
  it('calls slow what takes half as long again, and a second more', () =>
    expect([1_600, 89_000, 90_000].map((ms) => isSlow(ms, ms === 1_600 ? usually(1_000) : usually(60_000)))).toEqual([
      false,
      false,
      true,
    ]));
});

it('does not show a run that rejected most rows as one that went well', () =>
  expect(shownState(run({ rows: { ...emptyLedger, read: 4, rejected: 4 } }))).toBe('rejected'));
