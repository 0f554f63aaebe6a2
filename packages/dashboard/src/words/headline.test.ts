import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import type { Pipeline, Run, RunMark } from '@sightglass/model/rest';
import { byUrgency, headline, isTrouble } from './headline.ts';
import { pipelineSentence } from './pipeline-sentence.ts';
import { spaced } from '../format/testing.ts';
import { now, iso, run, dirty, deadline, failed, pipeline, missed } from './testing.ts';
import { describe, expect, it } from 'vitest';

describe('pipelineSentence', () => {
  it.each<[string, Pipeline, string]>([
    ['a run that went well', pipeline('orders', run()), 'Ready to use: loaded 12,431 rows at 02:13; 17 rejected.'],
    ['one that has not started', missed(1), 'No new data: was due at 02:00 and has not started.'],
    ['several in a row', missed(2), 'No new data: was due at 02:00 and has not started (2 in a row).'],
    [
      'one that can still make it',
      { ...missed(2), lastRun: { ...missed(2).lastRun, deadline: { at: iso('12:00:00'), state: 'due' } } },
      'No new data: was due at 02:00 and has not started (2 in a row). Due by 12:00.',
    ],
  ])('%s', (_, subject, words) => expect(spaced(pipelineSentence(subject, now))).toBe(words));
});

describe('headline', () => {
  const quiet = pipeline('orders', run());
  const broken = pipeline('flights', failed);
  const torn = pipeline('stock', run({ balanced: false, unexplained: { vanished: 3, appeared: 0 } }));
  const mark: RunMark = {
    runId: 'r0',
    state: 'failed',
    startedAt: iso('01:00:00'),
    durationMs: 1,
    rows: emptyLedger,
    balanced: false,
    unexplained: nothingUnexplained,
    doubts: [],
  };
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
    ['one that rejected much', [pipeline('flights', run({ rows: dirty })), quiet], 'flights rejected 18% of its rows.'],
    ['one that has not started', [missed(1), quiet], 'orders was due at 02:00 and has not started.'],
    ['several in a row', [missed(3), quiet], 'orders was due at 02:00 and has not started (3 in a row).'],
    [
      'one under way that is late',
      [pipeline('flights', run({ state: 'running', balanced: null, deadline: deadline('missed') })), quiet],
      'flights is still running and missed its deadline of 04:00.',
    ],
    [
      'one that was late',
      [pipeline('flights', run({ deadline: deadline('missed') })), quiet],
      'All 2 pipelines are fresh.',
    ],
    [
      'one that broke a contract',
      [pipeline('flights', run({ doubts: [{ kind: 'contract', contract: 'drop' }] })), quiet],
      'flights: a file broke the contract drop.',
    ],
    [
      'one that loaded rows without an API',
      [pipeline('flights', run({ doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 9 }] })), quiet],
      'flights: 9 rows were loaded without airports.',
    ],
    ['only torn', [torn, quiet], 'stock: 3 rows are unaccounted for.'],
  ])('%s', (_, pipelines, words) => expect(spaced(headline(pipelines, now))).toBe(words));

  it('asks for a look at what runs late, not at what ended late', () => {
    const late = (state: Run['state']) => isTrouble(pipeline('flights', run({ state, deadline: deadline('missed') })));
    expect([late('running'), late('succeeded')]).toEqual([true, false]);
  });

  it('sorts trouble first and the latest before the older', () => {
    const older = pipeline('older', run({ startedAt: iso('01:00:00') }));
    const doubtful = pipeline('gauges', run({ rows: dirty }));
    expect(byUrgency([older, quiet, doubtful, busy, torn, broken]).map(({ name }) => name)).toEqual([
      'flights',
      'stock',
      'gauges',
      'weather',
      'orders',
      'older',
    ]);
  });
});
