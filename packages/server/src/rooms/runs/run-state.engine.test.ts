import { runStates, type RunState } from '@sightglass/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { createRunReader } from './facts-runs.ts';
import { allReceivedAt, type ReceptionTime, withGap } from '../../reception/reception-time.ts';
import { eventsRequest, lifecycleEvent } from './_runs.ts';
import { runStateAt, sendersNowMs, stageStateIn } from './run-state.ts';

const seenMs = 1_000_000;
const finishAs = (state: 'succeeded' | 'failed' | 'aborted') => ({
  state,
  atMs: seenMs,
  durationMs: 1,
  failure: null,
  exitCode: null,
  exitSignal: null,
  rows: undefined,
  reported: undefined,
});

test.each([
  ['alive', undefined, 1_000, seenMs + 3_000, 'running'],
  ['three heartbeats missed', undefined, 1_000, seenMs + 3_001, 'lost'],
  ['promised no interval, silent for 30 s', undefined, 0, seenMs + 30_000, 'running'],
  ['promised no interval, silent for longer', undefined, 0, seenMs + 30_001, 'lost'],
  ['our clock was set back', undefined, 1_000, seenMs - 60_000, 'running'],
  ['finished, long ago', finishAs('succeeded'), 1_000, seenMs + 1e9, 'succeeded'],
  ['failed', finishAs('failed'), 1_000, seenMs, 'failed'],
] as const)('a run that is %s', (_name, finish, heartbeatIntervalMs, nowMs, expected) => {
  expect(runStateAt({ finish, isMissed: false, heartbeatIntervalMs, lastSeenAtMs: seenMs }, allReceivedAt(nowMs))).toBe(
    expected,
  );
});

test.each([
  ['running', 'running'],
  ['lost', 'lost'],
  ['failed', 'aborted'],
  ['succeeded', 'aborted'],
  ['aborted', 'aborted'],
] as const)('a stage without an end in a run that is %s is %s', (runState, expected) => {
  expect(stageStateIn({ finish: undefined }, runState)).toBe(expected);
  expect(stageStateIn({ finish: finishAs('failed') }, runState)).toBe('failed');
});

test("a sender's clock that is an hour wrong still gives the time since its last event", () => {
  const hourMs = 3_600_000;
  expect(sendersNowMs({ lastEventAtMs: seenMs + hourMs, lastSeenAtMs: seenMs }, seenMs + 5_000)).toBe(
    seenMs + hourMs + 5_000,
  );
});

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

test('the filter in the engine judges as the function does, at every moment', async () => {
  const receivedMs = Date.parse('2026-04-01T00:00:00Z');
  const run = (runId: string, more: object = {}) =>
    lifecycleEvent('runStarted', receivedMs, { runId, pipelineName: 'p', runHeartbeatIntervalMs: 2_000, ...more });
  const finished = (['succeeded', 'failed', 'aborted'] as const).map((runState) =>
    lifecycleEvent('runFinished', receivedMs, { runId: runState, pipelineName: 'p', runState }),
  );
  await engine.insert(
    'logs',
    [
      eventsRequest([
        run('quick'),
        run('slow', { runHeartbeatIntervalMs: 60_000 }),
        run('usual', { runHeartbeatIntervalMs: 0 }),
        ...finished,
      ]),
    ],
    {
      receivedAt: new Date(receivedMs),
    },
  );
  const reader = createRunReader(engine.telemetry);
  const all = await reader.list({}, 100, allReceivedAt(receivedMs));
  expect(all).toHaveLength(6);
  const gapAt = (fromMs: number, toMs: number) => ({ fromMs: receivedMs + fromMs, toMs: receivedMs + toMs });
  const times = [0, 6_000, 6_001, 30_000, 30_001, 180_000, 180_001].flatMap((afterMs) => {
    const time = allReceivedAt(receivedMs + afterMs);
    const once = withGap([], gapAt(-9_000, 5_000));
    return [
      time,
      { ...time, gaps: once },
      { ...time, gaps: withGap(once, gapAt(20_000, 1e6)) },
      { ...time, receivedUntilMs: receivedMs + 6_001 },
    ];
  });
  const expectAlike = async (state: RunState, time: ReceptionTime): Promise<void> => {
    const found = (await reader.list({ states: [state] }, 100, time)).map((facts) => facts.runId);
    expect(found, `${state} at ${JSON.stringify(time)}`).toEqual(
      all.filter((facts) => runStateAt(facts, time) === state).map((facts) => facts.runId),
    );
  };
  for (const state of runStates) await expectAlike(state, allReceivedAt(receivedMs));
  // Time changes no other state.
  for (const time of times) for (const state of ['running', 'lost'] as const) await expectAlike(state, time);
});

test('a run is not lost because nobody could hear it', () => {
  const run = { finish: undefined, isMissed: false, lastSeenAtMs: seenMs, heartbeatIntervalMs: 1_000 };
  const gaps = [{ fromMs: seenMs + 1_000, toMs: seenMs + 60_000 }];
  const stateAt = (nowMs: number) => runStateAt(run, { ...allReceivedAt(nowMs), gaps });
  expect(runStateAt(run, allReceivedAt(seenMs + 30_000))).toBe('lost');
  expect(stateAt(seenMs + 30_000)).toBe('running');
  expect(stateAt(seenMs + 62_000)).toBe('running');
  expect(stateAt(seenMs + 62_001)).toBe('lost');
  expect(runStateAt(run, { nowMs: seenMs + 30_000, receivedUntilMs: seenMs + 2_000, gaps: [] })).toBe('running');
});
