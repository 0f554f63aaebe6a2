import { runIdAt } from '@sightglass/model';
import { pipelineDetail, pipelineList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';

const minuteMs = 60_000;
const beganAtMs = Date.parse('2026-03-01T02:00:00Z');
const pipelines = 300;
const failedRuns = 30;

let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(beganAtMs + 100 * minuteMs))));
afterAll(() => api[Symbol.asyncDispose]());

/** One good run, and after it more failed ones than a strip holds. */
const runsOf = (pipeline: number): object[] =>
  Array.from({ length: failedRuns + 1 }, (_, run) =>
    lifecycleEvent('runFinished', beganAtMs + run * minuteMs, {
      runId: runIdAt(beganAtMs + run * minuteMs),
      pipelineName: `pipeline-${pipeline}`,
      runState: run === 0 ? 'succeeded' : 'failed',
      rowsRead: 10,
      rowsWritten: 10,
    }),
  );

test('hundreds of pipelines that all have to look further back are answered together', async () => {
  const events = Array.from({ length: pipelines }, (_, index) => runsOf(index)).flat();
  await api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(beganAtMs) });
  const response = await api.app.inject('/api/v1/pipelines');
  expect(response.statusCode).toBe(200);
  const { items } = pipelineList.parse(response.json());
  expect(items).toHaveLength(pipelines);
  expect(new Set(items.map(({ freshAt }) => freshAt))).toEqual(new Set([new Date(beganAtMs).toISOString()]));
});

test('a schedule, a time zone and a deadline that cannot be read are shown with what is wrong', async () => {
  const declared = { pipelineSchedule: '0/15 * * * *', pipelineTimeZone: 'Europe/Berlin ', pipelineDeadline: '6am' };
  const event = lifecycleEvent('runStarted', beganAtMs, { runId: 'odd', pipelineName: 'odd', ...declared });
  await api.engine.insert('logs', [eventsRequest([event])], { receivedAt: new Date(beganAtMs) });
  const { schedule, nextDueAt, unreadable } = pipelineDetail.parse(
    (await api.app.inject('/api/v1/pipelines/default/odd')).json(),
  );
  expect({ schedule, nextDueAt }).toEqual({ schedule: '0/15 * * * *', nextDueAt: null });
  expect(unreadable).toMatchObject([
    { setting: 'schedule', value: '0/15 * * * *', problem: expect.stringContaining('use "*/15"') as string },
    { setting: 'timeZone', value: 'Europe/Berlin ', problem: 'it has a space too many; use "Europe/Berlin"' },
    { setting: 'deadline', value: '6am', problem: expect.stringContaining('use HH:MM') as string },
  ]);
});
