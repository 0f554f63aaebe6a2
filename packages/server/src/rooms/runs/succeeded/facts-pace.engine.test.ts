import { runIdAt } from '@sightglass/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { eventsRequest, runEvents } from '../_runs.ts';
import { createRunReader } from '../facts-runs.ts';
import { createPace, paceIn } from './facts-pace.ts';

const nowMs = Date.parse('2026-06-01T12:00:00Z');
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const irregular = { namespace: 'examples', pipeline: 'irregular' };
const startsMs = [0.1, 0.2, 0.3, 5, 6, 40, 41, 42, 90, 200].map((days) => nowMs - days * dayMs);

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
  const runs = startsMs.map((startedAtMs, index) => ({
    runId: runIdAt(startedAtMs),
    pipeline: 'irregular',
    startedAtMs,
    state: index % 4 === 1 ? ('failed' as const) : ('succeeded' as const),
  }));
  await engine.insert('logs', [eventsRequest(runs.flatMap(runEvents))]);
});
afterAll(() => engine[Symbol.asyncDispose]());

test.each([
  ['much too often', minuteMs],
  ['about right', 20 * dayMs],
  ['much too seldom', 4_000 * dayMs],
])('where a pipeline is thought to succeed %s, the same runs are found', async (_what, gapMs) => {
  const guessing = { ...engine.telemetry };
  paceIn(guessing).note(
    irregular,
    Array.from({ length: 10 }, (_, index) => nowMs - index * gapMs),
  );
  const answers = [guessing, { ...engine.telemetry }].map(async (telemetry) => {
    const runs = createRunReader(telemetry);
    const now = allReceivedAt(nowMs);
    return {
      before: await Promise.all(
        [1, 4, 20].map((each) => runs.succeededBefore([{ ...irregular, beforeMs: nowMs }], each)),
      ),
      all: await Promise.all([1, 4, 20].map((limit) => runs.names(irregular, limit, now))),
      succeeded: await runs.names({ ...irregular, states: ['succeeded'] }, 5, now),
    };
  });
  const [guessed, known] = await Promise.all(answers);
  expect(guessed).toEqual(known);
  expect(known?.all.map(({ length }) => length)).toEqual([1, 4, 10]);
});

test('of few runs nothing is thought, and of runs at one time no less than some minutes', () => {
  const pace = createPace();
  pace.note(irregular, [1, 2, 3, 4]);
  expect(pace.windowMs(irregular, 20)).toBeUndefined();
  pace.note(irregular, [7, 7, 7, 7, 7]);
  expect(pace.windowMs(irregular, 20)).toBe(10 * minuteMs);
  pace.note(
    irregular,
    [0, 1, 2, 3, 4].map((hours) => hours * 60 * minuteMs),
  );
  expect(pace.windowMs(irregular, 2)).toBe(190 * minuteMs);
});
