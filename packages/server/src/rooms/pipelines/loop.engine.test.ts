import { pipelineList, problem, runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { noPlans } from '../../plans/plans.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createPipelineReader } from './facts.ts';
import { missedRunId } from './missed-event.ts';
import { judgeSchedules } from './loop.ts';

const at = (text: string): number => Date.parse(`2026-03-${text}Z`);
let nowMs = at('02T02:10:00');
let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(nowMs))));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(`/api/v1${path}`)).json());

const emitted: string[] = [];
const judge = async (): Promise<void> =>
  judgeSchedules({
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

const runOf = async (runId: string, startedAtMs: number): Promise<void> => {
  const own = { runId, pipelineName: 'orders', pipelineNamespace: 'sales', pipelineOwner: 'sales-team' };
  const declared = { pipelineSchedule: '0 2 * * *', pipelineDeadline: '04:00' };
  const events = [
    lifecycleEvent('runStarted', startedAtMs, { ...own, ...declared }),
    lifecycleEvent('runFinished', startedAtMs + 60_000, { ...own, runState: 'succeeded' }),
  ];
  const resource = { 'deployment.environment.name': 'simulated' };
  await api.engine.insert('logs', [eventsRequest(events, resource)], { receivedAt: new Date(nowMs) });
};
const missedId = missedRunId('sales', 'orders', at('02T02:00:00'));

test('a run that was due and did not start is told once, and taken back when it turns up', async () => {
  await runOf('first', at('01T02:00:03'));
  nowMs = at('02T02:09:00');
  await judge();
  expect(emitted).toEqual([]);
  expect((await get(pipelineList, '/pipelines')).items[0]).toMatchObject({
    nextDueAt: '2026-03-03T02:00:00.000Z',
    missed: null,
    lastRun: { runId: 'first', deadline: { at: '2026-03-01T04:00:00.000Z', state: 'met' } },
  });

  nowMs = at('02T02:10:00');
  await judge();
  await judge();
  expect(emitted).toEqual([`missed ${missedId}`]);
  expect((await get(runPage, '/runs?state=missed')).items).toMatchObject([
    {
      runId: missedId,
      pipeline: 'orders',
      namespace: 'sales',
      state: 'missed',
      startedAt: '2026-03-02T02:00:00.000Z',
      durationMs: 0,
      environment: 'simulated',
      deadline: { at: '2026-03-02T04:00:00.000Z', state: 'due' },
    },
  ]);
  expect(await get(runDetail, `/runs/${missedId}`)).toMatchObject({ state: 'missed', owner: 'sales-team', stages: [] });
  expect((await get(pipelineList, '/pipelines')).items).toMatchObject([
    {
      missed: { runId: missedId, dueAt: '2026-03-02T02:00:00.000Z', inARow: 1 },
      lastRun: { state: 'missed' },
      freshAt: '2026-03-01T02:01:03.000Z',
      successRate: 1,
    },
  ]);

  nowMs = at('02T05:00:00');
  expect((await get(runPage, '/runs?state=missed')).items).toMatchObject([{ deadline: { state: 'missed' } }]);
  await runOf('late', at('02T02:00:09'));
  await judge();
  await judge();
  expect(emitted).toEqual([`missed ${missedId}`, `withdrawn ${missedId}`]);
  expect((await get(runPage, '/runs')).items.map(({ runId }) => runId)).toEqual(['late', 'first']);
  expect((await get(runPage, '/runs?state=missed')).items).toEqual([]);
  expect((await get(problem, `/runs/${missedId}`)).status).toBe(404);
  expect((await get(pipelineList, '/pipelines')).items).toMatchObject([
    { missed: null, lastRun: { runId: 'late' }, recentRuns: [{ runId: 'first' }, { runId: 'late' }] },
  ]);
});
