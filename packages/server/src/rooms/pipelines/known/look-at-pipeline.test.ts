import { emptyLedger, type Ledger, type RunDoubt } from '@sightglass/model';
import type { Finding } from '@sightglass/model/alerting';
import { expect, test } from 'vitest';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import type { RunFacts, RunFinish } from '../../runs/facts.ts';
import { runViewAt } from '../../runs/run-view.ts';
import { judgePipeline } from './judge-pipeline.ts';
import { lookAtPipeline } from './look-at-pipeline.ts';
import { readPipelineOf } from './read-pipeline.ts';

const dayMs = 24 * 3_600_000;
const at = (clock: string, day = 27): number => Date.parse(`2026-11-${day}T${clock}:00Z`);
const now = allReceivedAt(at('09:00'));
const resources = { cpuTimeMs: null, peakRssBytes: null, peakHeapBytes: null, eventLoopDelayP99Ms: null };

interface Given {
  readonly state?: RunFinish['state'];
  readonly rows?: Partial<Ledger>;
  readonly isMissed?: boolean;
  readonly doubts?: readonly RunDoubt[];
  readonly deadline?: string;
  readonly schedule?: string;
}

/** A run that took a minute, or has not ended and was heard of just now. */
const run = (startedAtMs: number, { state, rows, isMissed = false, doubts = [], ...declared }: Given): RunFacts => ({
  runId: `run-${startedAtMs}`,
  namespace: 'shop',
  pipeline: 'orders',
  ownsUnnamed: false,
  startedAtMs,
  lastEventAtMs: startedAtMs + 60_000,
  lastSeenAtMs: state === undefined ? now.nowMs : startedAtMs + 60_000,
  heartbeatIntervalMs: 10_000,
  notAnsweringForMs: 0,
  owner: null,
  criticality: 'high',
  schedule: null,
  timeZone: null,
  deadline: null,
  trigger: null,
  parentRunId: null,
  commandArgs: null,
  traceId: null,
  service: 's',
  environment: null,
  host: null,
  processId: null,
  resources,
  finish:
    state === undefined
      ? undefined
      : {
          state,
          atMs: startedAtMs + 60_000,
          durationMs: 60_000,
          failure: null,
          exitCode: null,
          exitSignal: null,
          rows: { ...emptyLedger, ...(rows ?? { read: 100, written: 100 }) },
          reported: undefined,
        },
  isMissed,
  doubts,
  ...declared,
});

/** Newest first; `before`: good runs that say what is usual. */
const findingsOf = (
  facts: readonly [RunFacts, ...RunFacts[]],
  before: readonly RunFacts[] = [],
): Map<string, Finding> => {
  const stored = facts.map((one) => ({ facts: one, stages: [] })) as unknown as Parameters<
    typeof readPipelineOf
  >[0]['stored'];
  const views = stored.map(({ facts: one, stages }) => runViewAt(one, stages, now));
  const sample = before.map((one) => runViewAt(one, [], now));
  const read = readPipelineOf({ settings: facts[0], stored, views, sample, usualOf: new Map(), freshAt: null });
  const { findings } = lookAtPipeline(judgePipeline(read, now), now);
  return new Map(findings.map((finding) => [finding.what, finding]));
};

/** `failed: bad`, in the order of the findings; those that are well are left out. */
const wordsOf = (findings: Map<string, Finding>): string[] =>
  [...findings.values()].filter(({ is }) => is !== 'well').map(({ what, is }) => `${what}: ${is}`);

const good: Given = { state: 'succeeded' };
const failed: Given = { state: 'failed', rows: {} };
const onlySucceededShow = ['rejected: unknown', 'ledger: unknown', 'check-failed: unknown', 'empty: unknown'];

test.each<readonly [what: string, newestFirst: readonly Given[], expected: readonly string[]]>([
  ['a good run', [good], []],
  ['a failed run', [failed, good], ['failed: bad', ...onlySucceededShow]],
  ['a run under way after a failed one decides nothing', [{}, failed], ['failed: bad', ...onlySucceededShow]],
  ['a stopped run after a failed one neither', [{ state: 'aborted' }, failed], ['failed: bad', ...onlySucceededShow]],
  ['a good run after a failed one', [good, failed], []],
  ['missing rows', [{ state: 'succeeded', rows: { read: 100, written: 90 } }], ['ledger: bad']],
  [
    'a failed run after one with missing rows leaves these open',
    [failed, { state: 'succeeded', rows: { read: 100, written: 90 } }],
    ['failed: bad', ...onlySucceededShow],
  ],
  ['all rows rejected', [{ state: 'succeeded', rows: { read: 100, rejected: 100 } }], ['rejected: bad']],
  [
    'a failed contract',
    [{ state: 'succeeded', doubts: [{ kind: 'contract', contract: 'orders' }] }],
    ['check-failed: bad'],
  ],
  ['a warning of a contract', [{ state: 'succeeded', doubts: [{ kind: 'warned', contract: 'orders' }] }], []],
  ['no run has ended yet', [{}], ['failed: unknown', 'lost: unknown', ...onlySucceededShow]],
  [
    'a missed run after a failed one',
    [{ isMissed: true }, failed],
    ['missed: bad', 'failed: bad', ...onlySucceededShow],
  ],
])('%s', (_what, newestFirst, expected) => {
  const facts = newestFirst.map((given, index) => run(at('08:00') - index * dayMs, given));
  expect(wordsOf(findingsOf(facts as [RunFacts, ...RunFacts[]]))).toEqual(expected);
});

test('trouble began with the first of the runs in a row that show it', () => {
  const facts = [failed, failed, good, failed].map((given, day) => run(at('08:00') - day * dayMs, given));
  expect(findingsOf(facts as [RunFacts, ...RunFacts[]]).get('failed')).toMatchObject({
    sinceMs: at('08:01', 26),
    runId: `run-${at('08:00')}`,
    harm: 'no-data',
    words: 'failed',
  });
});

test('no rows where rows are usual may be wrong', () => {
  const before = [1, 2, 3, 4, 5].map((days) => run(at('08:00') - days * dayMs, good));
  expect(findingsOf([run(at('08:00'), { state: 'succeeded', rows: {} })], before).get('empty')).toMatchObject({
    is: 'bad',
    harm: 'doubt',
  });
});

const daily = { schedule: '0 2 * * *', deadline: '04:00' };

test.each<
  readonly [what: string, newestFirst: readonly (readonly [number, Given])[], late: 'bad' | 'well' | 'unknown']
>([
  ['failed, and the deadline has passed', [[at('02:30'), failed]], 'bad'],
  [
    'failed, and tried again in time',
    [
      [at('03:00'), good],
      [at('02:30'), failed],
    ],
    'well',
  ],
  [
    'failed, and tried again after the deadline',
    [
      [at('05:00'), good],
      [at('02:30'), failed],
    ],
    'well',
  ],
  [
    'failed, and tried again after the deadline without success',
    [
      [at('05:00'), failed],
      [at('02:30'), failed],
    ],
    'bad',
  ],
  ['still going past the deadline', [[at('02:00'), {}]], 'bad'],
  ['in time', [[at('02:00'), good]], 'well'],
])('a deadline: %s', (_what, newestFirst, expected) => {
  const facts = newestFirst.map(([startedAtMs, given]) => run(startedAtMs, { ...given, ...daily }));
  const late = findingsOf(facts as [RunFacts, ...RunFacts[]]).get('late');
  expect(late?.is).toBe(expected);
  if (late?.is === 'bad')
    expect(late).toMatchObject({ sinceMs: at('04:00'), neededAtMs: at('04:00'), harm: 'no-data' });
});
