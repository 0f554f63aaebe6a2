import { emptyLedger } from '@sightglass/model';
import type { Pipeline, Run } from '@sightglass/model/api';
import { describe, expect, it } from 'vitest';
import { byUrgency, headline } from './headline.ts';
import { pace, runSentence } from './run-sentence.ts';
import { shownState } from './state-words.ts';

const now = new Date('2026-11-23T10:00:00').getTime();
const iso = (text: string) => new Date(`2026-11-23T${text}`).toISOString();

const run = (more: Partial<Run> = {}): Run => ({
  runId: 'r1',
  namespace: 'demo',
  pipeline: 'flights',
  state: 'succeeded',
  startedAt: iso('02:12:00'),
  finishedAt: iso('02:13:00'),
  durationMs: 60_000,
  lastSeenAt: iso('02:13:00'),
  rows: { ...emptyLedger, read: 12_448, written: 12_431, rejected: 17 },
  balanced: true,
  rowsDifference: 0,
  trigger: null,
  failure: null,
  failedStage: null,
  traceId: null,
  service: 'etl',
  environment: null,
  ...more,
});
const failure = { type: 'Error', message: 'connection refused' };
const failed = run({ state: 'failed', failure, failedStage: 'load', finishedAt: iso('09:57:00') });

describe('runSentence', () => {
  it.each<[string, Run, number | null, string]>([
    ['a usual run', run(), 61_000, 'Loaded 12,431 rows at 02:13; 17 rejected. Usual time.'],
    ['a first run', run(), null, 'Loaded 12,431 rows at 02:13; 17 rejected.'],
    ['a slow run', run(), 20_000, 'Loaded 12,431 rows at 02:13; 17 rejected. Took 1 m 00 s, 3.0 × the usual.'],
    ['a fast run', run(), 240_000, 'Loaded 12,431 rows at 02:13; 17 rejected. Took 1 m 00 s; usually 4 m 00 s.'],
    ['one row', run({ rows: { ...emptyLedger, read: 1, written: 1 } }), null, 'Loaded 1 row at 02:13.'],
    ['no rows', run({ rows: emptyLedger }), null, 'Finished at 02:13; it counted no rows.'],
    [
      'rows that are unaccounted for',
      run({ balanced: false, rowsDifference: 312, rows: { ...emptyLedger, read: 400, written: 88 } }),
      null,
      'Loaded 88 rows at 02:13, but 312 rows are unaccounted for.',
    ],
    ['a failure', failed, 61_000, 'Failed at load 3 minutes ago: connection refused'],
    ['a failure without words', run({ state: 'failed', finishedAt: iso('09:57:00') }), null, 'Failed 3 minutes ago.'],
    ['a stop', run({ state: 'aborted', finishedAt: iso('09:00:00') }), null, 'Stopped 1 hour ago, after 1 m 00 s.'],
    [
      'silence',
      run({ state: 'lost', lastSeenAt: iso('09:00:00') }),
      null,
      'Went silent 1 hour ago; it never said that it ended.',
    ],
    [
      'a run that was due',
      run({ state: 'missed', startedAt: iso('02:00:00') }),
      null,
      'Was due at 02:00 and did not start.',
    ],
    [
      'a run under way',
      run({ state: 'running', startedAt: iso('09:58:00'), finishedAt: null, balanced: null }),
      90_000,
      'Running for 2 m 00 s: 12,431 rows so far. It usually takes 1 m 30 s.',
    ],
  ])('%s', (_, subject, usualMs, words) => expect(runSentence(subject, usualMs, now)).toBe(words));

  it('leaves the reason out where it is told beside', () =>
    expect(runSentence(failed, null, now, true)).toBe('Failed at load 3 minutes ago.'));
  it('says nothing of a difference below a second', () => expect(pace(900, 100)).toBe('Usual time.'));
});

const pipeline = (name: string, lastRun: Run): Pipeline => ({
  namespace: 'demo',
  name,
  owner: null,
  criticality: null,
  schedule: null,
  timeZone: null,
  deadline: null,
  lastRun: { ...lastRun, pipeline: name },
  freshAt: null,
  recentRuns: [],
  successRate: null,
  usualDurationMs: null,
});

describe('headline', () => {
  const quiet = pipeline('orders', run());
  const broken = pipeline('flights', failed);
  const torn = pipeline('stock', run({ balanced: false, rowsDifference: 3 }));
  const mark = {
    runId: 'r0',
    state: 'failed',
    startedAt: iso('01:00:00'),
    durationMs: 1,
    rows: emptyLedger,
    balanced: false,
  } as const;
  const busy = pipeline('weather', run({ state: 'running', balanced: null }));
  const retried = { ...busy, recentRuns: [mark] };
  it.each([
    ['one quiet pipeline', [quiet], 'orders is fresh.'],
    ['all quiet', [quiet, pipeline('a', run())], 'All 2 pipelines are fresh.'],
    ['quiet and running', [quiet, busy], 'All 2 pipelines are fresh; 1 is running now.'],
    ['one running', [{ ...busy, freshAt: iso('01:00:00') }], 'weather is running now.'],
    ['a first run', [busy], 'weather is running for the first time.'],
    [
      'a stop among quiet ones',
      [quiet, pipeline('a', run({ state: 'aborted' }))],
      '1 of 2 pipelines are fresh; 1 was stopped.',
    ],
    ['another try after a failure', [quiet, retried], 'weather did not go well last time and is running again.'],
    ['one failed', [quiet, broken], 'flights failed 3 minutes ago at load.'],
    [
      'one failed, one torn',
      [quiet, torn, broken],
      'flights failed 3 minutes ago at load, and one more pipeline needs a look.',
    ],
    ['only torn', [torn, quiet], 'stock: 3 rows are unaccounted for.'],
  ])('%s', (_, pipelines, words) => expect(headline(pipelines, now)).toBe(words));

  it('sorts trouble first and the latest before the older', () => {
    const older = pipeline('older', run({ startedAt: iso('01:00:00') }));
    expect(byUrgency([older, quiet, busy, torn, broken]).map(({ name }) => name)).toEqual([
      'flights',
      'stock',
      'weather',
      'orders',
      'older',
    ]);
  });
});

it('shows a succeeded run with rows unaccounted for as such, and no other', () => {
  expect(shownState(run({ balanced: false }))).toBe('unbalanced');
  expect(shownState(run({ state: 'failed', balanced: false }))).toBe('failed');
  expect(shownState(run({ balanced: null }))).toBe('succeeded');
});
