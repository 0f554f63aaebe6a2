import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import { describe, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import type { Finish, RunFacts, RunFinish } from './facts.ts';
import type { StageFacts } from './facts-stages.ts';
import { judgedRun } from './judged-run.ts';
import { runViewAt } from './run-view.ts';

const resources = { cpuTimeMs: null, peakRssBytes: null, peakHeapBytes: null, eventLoopDelayP99Ms: null };
const startedAtMs = 1_000_000;

const runOf = (more: Partial<RunFacts> = {}): RunFacts => ({
  runId: 'r',
  namespace: 'default',
  pipeline: 'p',
  ownsUnnamed: false,
  startedAtMs,
  lastEventAtMs: startedAtMs + 20_000,
  lastSeenAtMs: startedAtMs + 20_000,
  heartbeatIntervalMs: 10_000,
  notAnsweringForMs: 0,
  owner: null,
  criticality: null,
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
  finish: undefined,
  isMissed: false,
  doubts: [],
  ...more,
});

const finishOf = (state: Finish['state'], atMs: number): Finish => ({
  state,
  atMs,
  durationMs: undefined,
  failure: null,
});
const runFinish = (state: Finish['state'], more: Partial<RunFinish> = {}): RunFinish => ({
  ...finishOf(state, startedAtMs + 20_000),
  exitCode: null,
  exitSignal: null,
  rows: undefined,
  reported: undefined,
  ...more,
});

const stageOf = (name: string, more: Partial<StageFacts> = {}): StageFacts => ({
  stageId: name,
  parentStageId: null,
  name,
  inputs: null,
  ledgerChecked: true,
  startedAtMs,
  lastEventAtMs: startedAtMs + 10_000,
  rows: emptyLedger,
  rowsCounted: true,
  rowsChecked: -1,
  progress: null,
  retries: 0,
  resources,
  finish: finishOf('succeeded', startedAtMs + 10_000),
  ...more,
});

const rows = (read: number, written: number) => ({ ...emptyLedger, read, written });
const now = allReceivedAt(startedAtMs + 25_000);

describe('ledger', () => {
  test('rows that vanish in a stage make a finished run unbalanced', () => {
    const { run, stages } = runViewAt(
      runOf({ finish: runFinish('succeeded') }),
      [stageOf('load', { rows: rows(10, 7) })],
      now,
    );
    expect(run).toMatchObject({ balanced: false, unexplained: { missing: 3, extra: 0 }, rows: rows(10, 7) });
    expect(stages[0]).toMatchObject({ balanced: false, unexplained: { missing: 3, extra: 0 } });
  });

  test('a running run is not judged, but its open rows are told', () => {
    const { run, stages } = runViewAt(runOf(), [stageOf('load', { rows: rows(10, 7), finish: undefined })], now);
    expect(run).toMatchObject({ balanced: null, unexplained: { missing: 3, extra: 0 } });
    expect(stages[0]).toMatchObject({ balanced: null, unexplained: { missing: 3, extra: 0 } });
  });

  test.each([
    [7, false],
    [10, null],
  ])(
    'a lost run that wrote %i of 10 rows has balanced %s: what is missing is known, what is not may still be',
    (written, balanced) => {
      const later = allReceivedAt(now.nowMs + 1e6);
      const { run, stages } = runViewAt(runOf(), [stageOf('load', { rows: rows(10, written) })], later);
      expect(run).toMatchObject({ state: 'lost', balanced });
      expect(stages[0]).toMatchObject({ state: 'succeeded', balanced });
    },
  );

  test('a stage that ended is judged when its run is over: a transaction around it may still commit', () => {
    const load = stageOf('load', { rows: rows(10, 0) });
    const judged = (facts: RunFacts) => runViewAt(facts, [load], now).stages[0];
    expect(judged(runOf())).toMatchObject({
      state: 'succeeded',
      balanced: null,
      unexplained: { missing: 10, extra: 0 },
    });
    expect(judged(runOf({ finish: runFinish('succeeded') }))).toMatchObject({
      balanced: false,
      unexplained: { missing: 10, extra: 0 },
    });
  });

  test('a stage that groups rows on purpose has none open, whether it ended or not', () => {
    for (const finish of [undefined, runFinish('succeeded')]) {
      const { run, stages } = runViewAt(
        runOf({ finish }),
        [stageOf('group', { rows: rows(10, 3), ledgerChecked: false, finish })],
        now,
      );
      expect(run.unexplained).toEqual(nothingUnexplained);
      expect(stages[0]?.unexplained).toEqual(nothingUnexplained);
    }
  });

  test('without counting stages the counts of the finish stand', () => {
    const finish = runFinish('succeeded', { rows: { ...rows(10, 6), rejected: 4 } });
    expect(runViewAt(runOf({ finish }), [stageOf('extract')], now).run).toMatchObject({
      balanced: true,
      rows: finish.rows,
    });
    expect(runViewAt(runOf({ finish }), [stageOf('extract', { rows: rows(3, 3) })], now).run.rows).toEqual(rows(3, 3));
  });

  test('a run that counts nothing is balanced', () => {
    expect(runViewAt(runOf({ finish: runFinish('succeeded') }), [], now).run).toMatchObject({
      balanced: true,
      rows: emptyLedger,
    });
  });
});

describe('durations', () => {
  test.each([
    ['so far, by the clock of the sender', runOf({ lastEventAtMs: startedAtMs + 9_000 }), 14_000, null],
    ['until the last event, when lost', runOf({ lastSeenAtMs: 0 }), 20_000, null],
    [
      'as said on finish',
      runOf({ finish: runFinish('failed', { durationMs: 12_345.6 }) }),
      12_345.6,
      startedAtMs + 20_000,
    ],
    ['between start and finish', runOf({ finish: runFinish('failed') }), 20_000, startedAtMs + 20_000],
    [
      'never negative',
      runOf({ startedAtMs: startedAtMs + 90_000, finish: runFinish('failed') }),
      0,
      startedAtMs + 20_000,
    ],
  ])('%s', (_name, facts, durationMs, finishedAtMs) => {
    const { run } = runViewAt(facts, [], now);
    expect(run.durationMs).toBe(durationMs);
    expect(run.finishedAt).toBe(finishedAtMs === null ? null : new Date(finishedAtMs).toISOString());
  });

  test('a stage without an end lasts as long as its run', () => {
    const open = stageOf('load', { startedAtMs: startedAtMs + 5_000, finish: undefined });
    expect(runViewAt(runOf({ finish: runFinish('failed') }), [open], now).stages[0]).toMatchObject({
      state: 'aborted',
      durationMs: 15_000,
    });
    expect(runViewAt(runOf(), [open], now).stages[0]).toMatchObject({
      state: 'running',
      durationMs: 20_000,
      finishedAt: null,
    });
    expect(runViewAt(runOf({ lastSeenAtMs: startedAtMs - 200_000 }), [open], now).stages[0]).toMatchObject({
      state: 'lost',
      durationMs: 15_000,
    });
  });
});

test('the failed stage is the innermost, and the first to fail', () => {
  const failedAt = (atMs: number) => ({ finish: finishOf('failed', atMs) });
  const stages = [
    stageOf('load', failedAt(startedAtMs + 9)),
    stageOf('insert', { parentStageId: 'load', ...failedAt(startedAtMs + 8) }),
    stageOf('audit', failedAt(startedAtMs + 9)),
    stageOf('extract'),
  ];
  expect(runViewAt(runOf({ finish: runFinish('failed') }), stages, now).run.failedStage).toBe('insert');
});

test('a stage that failed and was repeated is not where its run failed', () => {
  const first = stageOf('load', { stageId: '1', finish: finishOf('failed', startedAtMs + 5) });
  const again = stageOf('load', { stageId: '2', startedAtMs: startedAtMs + 6 });
  const audit = stageOf('audit', { startedAtMs: startedAtMs + 7, finish: finishOf('failed', startedAtMs + 8) });
  const failedStageOf = (...stages: StageFacts[]) =>
    runViewAt(runOf({ finish: runFinish('failed') }), stages, now).run.failedStage;
  expect(failedStageOf(first, again, audit)).toBe('audit');
  expect(failedStageOf(first, again)).toBeNull();
  expect(failedStageOf(first)).toBe('load');
});

describe('a stage that failed in a run that succeeded', () => {
  const failed = stageOf('load', { stageId: '1', finish: finishOf('failed', startedAtMs + 5) });
  const doubtsOf = (stages: readonly StageFacts[], state: Finish['state'] = 'succeeded') =>
    runViewAt(runOf({ finish: runFinish(state) }), stages, now).run.doubts;

  test('is a doubt, unless it was tried again and succeeded', () => {
    expect(doubtsOf([failed])).toEqual([{ kind: 'stage', stage: 'load', state: 'failed' }]);
    expect(doubtsOf([failed, stageOf('load', { stageId: '2', startedAtMs: startedAtMs + 6 })])).toEqual([]);
  });

  test('is a doubt beside a part of the same name that succeeded', () => {
    const beside = stageOf('load', { stageId: '2', startedAtMs: startedAtMs + 1 });
    expect(doubtsOf([failed, beside])).toEqual([{ kind: 'stage', stage: 'load', state: 'failed' }]);
  });

  test('is the reason, and no doubt, of a run that failed', () => expect(doubtsOf([failed], 'failed')).toEqual([]));
});

test('a run counts from its start by our clock, so that every sentence of an answer has one duration', () => {
  const { run } = runViewAt(runOf({ lastEventAtMs: startedAtMs + 14_000 }), [], now);
  expect(Date.parse(run.runningSince ?? '') + run.durationMs).toBe(now.nowMs);
  expect(judgedRun(run, null, now).sentence).toBe('Wait: running for 19 s.');
  expect(run.durationMs).toBe(19_000);
});

test('a run that was cut short names the stage it was in, and the signal', () => {
  const stages = [stageOf('extract'), stageOf('load', { finish: undefined })];
  const finish = runFinish('aborted', { exitSignal: 'SIGTERM', exitCode: 143 });
  expect(runViewAt(runOf({ finish }), stages, now).run).toMatchObject({
    failedStage: 'load',
    exitSignal: 'SIGTERM',
    exitCode: 143,
  });
  expect(runViewAt(runOf({ lastSeenAtMs: 0 }), stages, now).run).toMatchObject({
    state: 'lost',
    failedStage: 'load',
  });
  expect(runViewAt(runOf(), stages, allReceivedAt(startedAtMs + 21_000)).run.failedStage).toBeNull();
});

test('a stage that was stored with times in the future ends when it arrived', () => {
  const yearMs = 365 * 86_400_000;
  const ahead = stageOf('load', {
    startedAtMs: startedAtMs + yearMs,
    lastEventAtMs: startedAtMs + yearMs + 8_000,
    finish: finishOf('succeeded', startedAtMs + yearMs + 8_000),
  });
  const { stages } = runViewAt(runOf({ finish: runFinish('succeeded') }), [ahead], now);
  expect(stages).toMatchObject([
    {
      startedAt: new Date(startedAtMs + 12_000).toISOString(),
      finishedAt: new Date(startedAtMs + 20_000).toISOString(),
      durationMs: 8_000,
    },
  ]);
});

test('a success that its program reports with warnings is in doubt, and no failure', () => {
  const failure = { type: 'warning', message: 'SUCCESS_WITH_WARNINGS' };
  const rows = { ...emptyLedger, read: 100, written: 100 };
  const facts = runOf({ finish: runFinish('succeeded', { failure, rows }) });
  const { run } = runViewAt(facts, [], allReceivedAt(startedAtMs + 30_000));
  expect(run).toMatchObject({ failure: null, doubts: [{ kind: 'reported', word: 'SUCCESS_WITH_WARNINGS' }] });
  const judged = judgedRun(run, null, allReceivedAt(startedAtMs + 30_000));
  expect(judged).toMatchObject({ verdict: { id: 'yes-but' }, shown: { id: 'doubtful', word: 'Ended with warnings' } });
  expect(judged.sentence).toContain('but it ended as "SUCCESS_WITH_WARNINGS".');
});

test('a success beside which its program reports an error is in doubt, and the error stays', () => {
  const failure = { type: 'OSError', message: `disk full\n${'at '.repeat(200)}` };
  const facts = runOf({ finish: runFinish('succeeded', { failure, rows: rows(100, 100) }) });
  const { run } = runViewAt(facts, [], now);
  expect(run).toMatchObject({ failure, doubts: [{ kind: 'reported', word: 'disk full' }] });
  expect(judgedRun(run, null, now).sentence).toMatch(/^Usable, but check: .* but it ended as "disk full"\.$/);
});
