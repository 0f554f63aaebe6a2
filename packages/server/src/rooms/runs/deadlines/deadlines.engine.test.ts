import { pipelineDetail, runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { eventsRequest, lifecycleEvent } from '../_runs.ts';

const at = (text: string): number => Date.parse(`2026-03-02T${text}Z`);
let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(at('09:00:00')))));
afterAll(() => api[Symbol.asyncDispose]());

test('a retry meets the deadline for the run before it, on every page; what comes after owes nothing', async () => {
  const declared = { pipelineSchedule: '0 2 * * *', pipelineDeadline: '04:00' };
  const runs = [
    ['first', '02:00:00', '02:30:00', 'failed'],
    ['retry', '03:00:00', '03:40:00', 'succeeded'],
    ['again', '08:00:00', '08:10:00', 'failed'],
  ] as const;
  const events = runs.flatMap(([runId, startedAt, finishedAt, runState]) => [
    lifecycleEvent('runStarted', at(startedAt), { runId, pipelineName: 'orders', ...declared }),
    lifecycleEvent('runFinished', at(finishedAt), { runId, pipelineName: 'orders', runState }),
  ]);
  await api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(at('09:00:00')) });

  const met = { at: '2026-03-02T04:00:00.000Z', state: 'met' };
  const { items } = runPage.parse((await api.app.inject('/api/v1/runs')).json());
  expect(items.map(({ runId, deadline }) => [runId, deadline])).toEqual([
    ['again', null],
    ['retry', met],
    ['first', met],
  ]);
  const first = runDetail.parse((await api.app.inject('/api/v1/runs/first')).json());
  expect(first.deadline).toEqual(met);
  expect(first.sentence).toContain('Another run met the deadline of ');
  const { lastRun } = pipelineDetail.parse((await api.app.inject('/api/v1/pipelines/default/orders')).json());
  expect(lastRun).toMatchObject({ runId: 'again', deadline: null });
});
