import { runIdAt } from '@sightglass/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { times } from '../../../../../test/times.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { eventsRequest, lifecycleEvent, runEvents } from './_runs.ts';
import { createPipelineReader } from '../pipelines/facts.ts';
import { createRunReader } from './facts-runs.ts';
import { createStageReader } from './facts-stages.ts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const startedAtMs = Date.parse('2026-03-01T00:00:10Z');
const receivedAt = new Date(startedAtMs + 60_000);

/** All that is folded of a run. */
const foldOf = async (runId: string) => {
  const stages = createStageReader(engine.telemetry);
  const run = await createRunReader(engine.telemetry).byIds([runId]);
  const stagesOf = await stages.ofRuns(run);
  return {
    run,
    stages: run.flatMap((one) => stagesOf(one)),
    rejections: (await Promise.all(run.map((one) => stages.rejections(one)))).flat(),
  };
};

/** Without the ids, so that folds of different runs compare. */
const anonymous = (fold: unknown, runId: string): unknown => JSON.parse(JSON.stringify(fold).replaceAll(runId, 'run'));

/** Rejections and progress that grow, a finish told twice, a heartbeat after the finish. */
const eventsOf = (runId: string): object[] => {
  const identity = {
    runId,
    pipelineName: 'flights',
    pipelineNamespace: 'examples',
    stageId: 'f'.repeat(16),
    stageName: 'extra',
  };
  const progress = (atMs: number, rows: number) => [
    lifecycleEvent('stageProgress', startedAtMs + atMs, {
      ...identity,
      rowsRead: rows,
      progressDone: rows,
      progressTotal: 90,
    }),
    lifecycleEvent('rowsRejected', startedAtMs + atMs, {
      ...identity,
      rowsRejected: rows / 10,
      rowsRejectedReason: 'late',
    }),
  ];
  return [
    ...runEvents({ runId, startedAtMs, state: 'failed' }),
    ...[30, 60, 90].flatMap((rows) => progress(rows * 100, rows)),
    lifecycleEvent('runFinished', startedAtMs + 31_000, { ...identity, runState: 'aborted', processExitCode: 137 }),
    lifecycleEvent('runHeartbeat', startedAtMs + 40_000, {
      ...identity,
      runStartedAt: new Date(startedAtMs).toISOString(),
    }),
  ];
};

test('any order, any repetition, any cut into segments folds to the same run', async () => {
  const reference = runIdAt(1);
  await engine.insert('logs', [eventsRequest(eventsOf(reference))], { receivedAt });
  const expected = anonymous(await foldOf(reference), reference);
  const [run] = await createRunReader(engine.telemetry).byIds([reference]);
  expect(run?.finish).toMatchObject({ state: 'aborted', exitCode: 137 });

  const count = eventsOf('').length;
  const indexes = fc.shuffledSubarray([...Array(count).keys()], { minLength: count });
  const plan = fc.record({
    order: indexes,
    repeated: fc.array(fc.nat(count - 1), { maxLength: 10 }),
    cut: fc.nat(count),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 4, maxLength: 8 }), async (plans) => {
      const runs = plans.map(({ order, repeated, cut }) => {
        const runId = runIdAt(Math.random() * 1e12);
        const events = eventsOf(runId);
        const sent = [...order, ...repeated].map((index) => events[index] ?? {});
        return { runId, parts: [sent.slice(0, cut), sent.slice(cut)] };
      });
      for (const part of [0, 1]) {
        const body = eventsRequest(runs.flatMap(({ parts }) => parts[part] ?? []));
        await engine.insert('logs', [body], { receivedAt });
      }
      for (const { runId } of runs) expect(anonymous(await foldOf(runId), runId)).toEqual(expected);
    }),
    { numRuns: times(1) },
  );
});

test('a replayed segment changes nothing, nor do its contents under another id', async () => {
  const runId = runIdAt(2);
  const body = eventsRequest(eventsOf(runId));
  await engine.insert('logs', [body], { segmentId: 'once', receivedAt });
  const before = await foldOf(runId);
  await engine.insert('logs', [body], { segmentId: 'once', receivedAt });
  await engine.insert('logs', [body], { segmentId: 'again', receivedAt });
  expect(await foldOf(runId)).toEqual(before);
  await engine.telemetry.execute('OPTIMIZE TABLE runs FINAL');
  await engine.telemetry.execute('OPTIMIZE TABLE stages FINAL');
  await engine.telemetry.execute('OPTIMIZE TABLE stage_rejections FINAL');
  expect(await foldOf(runId)).toEqual(before);
});

test('a run over the turn of a month is one run', async () => {
  const runId = runIdAt(3);
  const events = eventsOf(runId);
  await engine.insert('logs', [eventsRequest(events)], { receivedAt });
  const whole = await foldOf(runId);
  const other = runIdAt(4);
  const otherEvents = eventsOf(other);
  await engine.insert('logs', [eventsRequest(otherEvents.slice(0, 9))], {
    receivedAt: new Date('2026-02-28T23:59:59Z'),
  });
  await engine.insert('logs', [eventsRequest(otherEvents.slice(9))], { receivedAt });
  expect(anonymous(await foldOf(other), other)).toEqual(anonymous(whole, runId));
});

test('the latest heartbeat says whether the program answers, in whatever order they come', async () => {
  const runId = runIdAt(6);
  const beat = (afterMs: number, more: object = {}) =>
    lifecycleEvent('runHeartbeat', startedAtMs + afterMs, { runId, pipelineName: 'flights', ...more });
  const notAnswering = async () => (await foldOf(runId)).run[0]?.notAnsweringForMs;
  await engine.insert('logs', [eventsRequest([beat(24_000, { runNotAnsweringMs: 14_000.5 }), beat(10_000)])]);
  expect(await notAnswering()).toBe(14_000.5);
  await engine.insert('logs', [eventsRequest([beat(12_000, { runNotAnsweringMs: 2_000 })])]);
  expect(await notAnswering()).toBe(14_000.5);
  await engine.insert('logs', [eventsRequest([beat(30_000)])]);
  expect(await notAnswering()).toBe(0);
});

describe('events that are missing or wrong', () => {
  const identity = { pipelineName: 'flights', stageId: 'e'.repeat(16), stageName: 'load' };

  test('without any start, a finish tells when the stage and the run began', async () => {
    const runId = runIdAt(5);
    const own = { ...identity, runId };
    await engine.insert('logs', [
      eventsRequest([
        lifecycleEvent('stageFinished', startedAtMs + 9_000, {
          ...own,
          stageState: 'succeeded',
          stageDurationMs: 4_000,
        }),
        lifecycleEvent('runFinished', startedAtMs + 9_500, { ...own, runState: 'succeeded', runDurationMs: 9_000 }),
      ]),
    ]);
    const { run, stages } = await foldOf(runId);
    expect(run[0]).toMatchObject({
      startedAtMs: startedAtMs + 500,
      namespace: 'default',
      finish: { durationMs: 9_000 },
    });
    expect(stages[0]).toMatchObject({ startedAtMs: startedAtMs + 5_000, finish: { state: 'succeeded' } });
  });

  test('an event that does not name the namespace does not change it', async () => {
    const runId = runIdAt(7);
    const named = { ...identity, runId, pipelineNamespace: 'analytics' };
    await engine.insert('logs', [
      eventsRequest([
        lifecycleEvent('runStarted', startedAtMs, named),
        lifecycleEvent('stageStarted', startedAtMs + 1, { ...identity, runId }),
      ]),
    ]);
    expect((await foldOf(runId)).run[0]).toMatchObject({ namespace: 'analytics' });
    const reader = createRunReader(engine.telemetry);
    const found = async (namespace: string) =>
      (await reader.list({ namespace }, 10, allReceivedAt(Date.now()))).map((run) => run.runId);
    expect(await found('analytics')).toEqual([runId]);
    expect(await found('default')).not.toContain(runId);
    expect(
      await createPipelineReader(engine.telemetry).summaries(5, [{ namespace: 'analytics', name: 'flights' }]),
    ).toMatchObject([{ runIds: [runId] }]);
  });

  test('values that are no numbers, no states and no times do no harm', async () => {
    const runId = runIdAt(6);
    const own = { ...identity, runId };
    const nonsense = {
      rowsRead: 'many',
      rowsWritten: -5,
      cpuTimeMs: 'NaN',
      memoryPeakRssBytes: 1.5,
      retries: '99999999999999999999',
    };
    await engine.insert('logs', [
      eventsRequest([
        lifecycleEvent('runStarted', startedAtMs, { ...own, runStartedAt: 'yesterday', runHeartbeatIntervalMs: -1 }),
        lifecycleEvent('stageProgress', startedAtMs + 1, {
          ...own,
          ...nonsense,
          progressTotal: Number.MAX_SAFE_INTEGER,
        }),
        lifecycleEvent('stageFinished', startedAtMs + 2, { ...own, stageState: 'exploded', stageDurationMs: 'inf' }),
        lifecycleEvent('runFinished', startedAtMs + 3, {
          ...own,
          runState: 'exploded',
          runDurationMs: 'nan',
          rowsRead: '1e3',
        }),
      ]),
    ]);
    const { run, stages } = await foldOf(runId);
    expect(run[0]).toMatchObject({
      startedAtMs,
      heartbeatIntervalMs: 0,
      finish: { state: 'failed', durationMs: undefined, rows: undefined },
    });
    expect(stages[0]).toMatchObject({
      rows: { read: 0, written: 0 },
      retries: 0,
      progress: { done: 0, total: Number.MAX_SAFE_INTEGER },
      resources: { cpuTimeMs: null, peakRssBytes: null },
      finish: { state: 'failed', durationMs: undefined },
    });
  });

  test.each([
    ['9999-12-31T23:59:59Z', startedAtMs],
    ['1800-01-01T00:00:00Z', startedAtMs],
    ['1e99', startedAtMs],
    ['2026-03-01T01:00:00+01:00', startedAtMs - 10_000],
  ])('start %s', async (runStartedAt, expected) => {
    const runId = `start ${runStartedAt}`;
    await engine.insert('logs', [
      eventsRequest([lifecycleEvent('runStarted', startedAtMs, { ...identity, runId, runStartedAt })]),
    ]);
    expect((await foldOf(runId)).run[0]).toMatchObject({ startedAtMs: expected });
  });

  test('events of one segment may start on more days than an insert may touch partitions', async () => {
    const events = Array.from({ length: 300 }, (_, day) =>
      lifecycleEvent('runStarted', startedAtMs - day * 86_400_000, { ...identity, runId: `day ${day}` }),
    );
    await engine.insert('logs', [eventsRequest(events)]);
    expect(await createRunReader(engine.telemetry).byIds(events.map((_, day) => `day ${day}`))).toHaveLength(300);
  });
});
