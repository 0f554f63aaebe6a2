import { pipelineList, runDetail } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { noPlans } from '../../plans/plans.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createPipelineReader } from './facts.ts';
import { judgeSchedules } from './loop.ts';
import { missedRunId } from './missed-event.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const at = (text: string): number => Date.parse(`2026-03-${text}Z`);
let nowMs = at('01T00:00:00');
let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(nowMs))));
afterAll(() => api[Symbol.asyncDispose]());

const emitted: string[] = [];
const judgeAt = async (text: string): Promise<string[]> => {
  nowMs = at(text);
  await judgeSchedules({
    pipelines: createPipelineReader(api.engine.telemetry),
    plans: noPlans,
    runs: createRunReader(api.engine.telemetry),
    receptionTime: () => allReceivedAt(nowMs),
    emit: async (logs, key) => {
      emitted.push(key);
      await api.engine.insert('logs', [logs], { receivedAt: new Date(nowMs) });
    },
    onError: (error) => expect.fail(String(error)),
  });
  return emitted.splice(0);
};

const missed = (pipeline: string, day: string): string =>
  `missed ${missedRunId('default', pipeline, at(`${day}T02:00:00`))}`;

/** A run of two minutes, by a clock that shows `behindMs` less than it is; each event comes as it happens. */
const runAt = async (runId: string, text: string, behindMs: number, declared = {}): Promise<void> => {
  const own = { runId, pipelineName: runId.split('-')[0] ?? '' };
  const happened = [
    { key: 'runStarted', afterMs: 0, more: { pipelineSchedule: '0 2 * * *', ...declared } },
    { key: 'runHeartbeat', afterMs: minuteMs, more: {} },
    { key: 'runFinished', afterMs: 2 * minuteMs, more: { runState: 'succeeded', rowsRead: 5, rowsWritten: 5 } },
  ] as const;
  for (const { key, afterMs, more } of happened) {
    const arrivedMs = at(text) + afterMs;
    const event = lifecycleEvent(key, arrivedMs - behindMs, { ...own, ...more });
    await api.engine.insert('logs', [eventsRequest([event])], { receivedAt: new Date(arrivedMs) });
  }
};

const get = async <Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(`/api/v1${path}`)).json());
const pipelineNamed = async (name: string) =>
  (await get(pipelineList, '/pipelines')).items.find((item) => item.name === name);

test('one run stamped in the future hides nothing', async () => {
  await runAt('future-1', '01T02:00:00', -300 * 24 * hourMs, { pipelineSchedule: '0 1 * * *' });
  await runAt('future-2', '02T02:00:00', 0);
  expect(await judgeAt('03T02:11:00')).toEqual([missed('future', '03')]);
  expect(await pipelineNamed('future')).toMatchObject({
    schedule: '0 2 * * *',
    freshAt: '2026-03-02T02:02:00.000Z',
    lastRun: { state: 'missed' },
    recentRuns: [
      { runId: 'future-1', startedAt: '2026-03-01T02:00:00.000Z' },
      { runId: 'future-2', startedAt: '2026-03-02T02:00:00.000Z' },
      { state: 'missed' },
    ],
  });
});

test('a clock that is behind makes no run missed, and is shown', async () => {
  await runAt('behind-1', '11T02:00:01', 5 * minuteMs);
  await runAt('behind-2', '12T02:00:01', 5 * minuteMs);
  expect(await judgeAt('12T02:20:00')).not.toContain(missed('behind', '12'));
  expect(await get(runDetail, '/runs/behind-2')).toMatchObject({ clock: { behindMs: 5 * minuteMs, isCertain: true } });
  await runAt('behind-3', '13T02:00:01', 0);
  expect(await get(runDetail, '/runs/behind-3')).toMatchObject({ clock: null });
});

test('a clock that is ahead makes no run missed, and is shown', async () => {
  await runAt('ahead-1', '21T02:00:01', -2 * hourMs);
  await runAt('ahead-2', '22T02:00:01', -2 * hourMs);
  expect(await judgeAt('22T02:20:00')).not.toContain(missed('ahead', '22'));
  expect(await get(runDetail, '/runs/ahead-2')).toMatchObject({
    startedAt: '2026-03-22T02:00:01.000Z',
    durationMs: 2 * minuteMs,
    clock: { behindMs: -2 * hourMs, isCertain: true },
  });
});
