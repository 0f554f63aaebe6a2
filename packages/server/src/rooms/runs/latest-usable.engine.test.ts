import { pathSegment } from '@sightglass/model';
import { pipelineDetail } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { eventsRequest, lifecycleEvent } from './_runs.ts';

const minuteMs = 60_000;
const beganAtMs = Date.parse('2026-03-01T02:00:00Z');
const endOf = (minute: number): string => new Date(beganAtMs + minute * minuteMs + 1_000).toISOString();

let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(beganAtMs + 100 * minuteMs))));
afterAll(() => api[Symbol.asyncDispose]());

/** A run of ten rows, all of which are written or all rejected. */
const runAt = (minute: number, pipelineName: string, isGood: boolean): object[] => {
  const own = { runId: `${pipelineName}-${minute}`, pipelineName };
  const rows = isGood ? { rowsWritten: 10 } : { rowsWritten: 0, rowsRejected: 10 };
  const atMs = beganAtMs + minute * minuteMs;
  return [
    lifecycleEvent('runStarted', atMs, own),
    lifecycleEvent('stageFinished', atMs + 500, { ...own, stageName: 'load', stageId: 'a', rowsRead: 10, ...rows }),
    lifecycleEvent('runFinished', atMs + 1_000, { ...own, runState: 'succeeded' }),
  ];
};

test.each([
  ['a run that wrote rows', 'good', [true], endOf(0)],
  ['one that rejected every row after it', 'worse', [true, true, false], endOf(1)],
  ['more of these than the strip holds', 'bad', [true, ...Array.from({ length: 31 }, () => false)], endOf(0)],
  ['a run of a pipeline named like a step up', '..', [true], endOf(0)],
  ['no run that wrote any', 'never', [false, false], null],
])('%s: fresh is when usable data last arrived', async (_name, pipeline, isGood, expected) => {
  const events = isGood.flatMap((each, minute) => runAt(minute, pipeline, each));
  await api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(beganAtMs) });
  const answer = await api.app.inject(
    new URL(`http://localhost/api/v1/pipelines/default/${pathSegment(pipeline)}`).pathname,
  );
  expect(pipelineDetail.parse(answer.json()).freshAt).toBe(expected);
});

test('the namespace may be said once: the finish of a run makes its pipeline fresh, and no other', async () => {
  const own = { runId: 'named-once', pipelineName: 'said-once' };
  const events = [
    lifecycleEvent('runStarted', beganAtMs, { ...own, pipelineNamespace: 'finance' }),
    lifecycleEvent('runFinished', beganAtMs + 1_000, { ...own, runState: 'succeeded', rowsRead: 10, rowsWritten: 10 }),
    lifecycleEvent('runStarted', beganAtMs, {
      runId: 'elsewhere',
      pipelineName: 'said-once',
      pipelineNamespace: 'sales',
    }),
  ];
  await api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(beganAtMs) });
  const freshOf = async (namespace: string) =>
    pipelineDetail.parse((await api.app.inject(`/api/v1/pipelines/${namespace}/said-once`)).json()).freshAt;
  expect(await freshOf('finance')).toBe(endOf(0));
  expect(await freshOf('sales')).toBeNull();
});

test('a check alone that a file failed brings no usable data, and is no success of its pipeline', async () => {
  const runs = [true, false].flatMap((isGood, minute) => {
    const own = { runId: `checked-${minute}`, pipelineName: 'checked', pipelineNamespace: 'shop', runTrigger: 'check' };
    const atMs = beganAtMs + minute * minuteMs;
    const rows = { rowsRead: 1_000, rowsWritten: 950, rowsRejected: 50 };
    return [
      lifecycleEvent('runStarted', atMs, own),
      ...checkEvents({ runId: own.runId, pipeline: 'checked', atMs: atMs + 100, broken: isGood ? 0 : 50 }),
      lifecycleEvent('stageFinished', atMs + 500, {
        ...own,
        stageName: 'check',
        stageId: 'c'.repeat(16),
        stageState: 'succeeded',
        ...rows,
      }),
      lifecycleEvent('runFinished', atMs + 1_000, { ...own, runState: 'succeeded' }),
    ];
  });
  await api.engine.insert('logs', [eventsRequest(runs)], { receivedAt: new Date(beganAtMs) });
  const answer = await api.app.inject('/api/v1/pipelines/shop/checked');
  expect(pipelineDetail.parse(answer.json())).toMatchObject({
    freshAt: endOf(0),
    successRate: 0.5,
    lastRun: {
      verdict: { id: 'no', words: 'Not usable' },
      sentence: expect.stringMatching(
        /^Not usable: orders\.csv failed contract orders .*; checked 1,000 rows, 50 rejected\./,
      ),
    },
  });
});
