import { attributes } from '@sightglass/model';
import { pipelinePerformance, problem } from '@sightglass/model/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, spansRequest } from '../../otlp/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent, unixNanoOf } from '../_runs.ts';

let api: TestApi;
const begunAtMs = Date.now() - 3_600_000;
const startOf = (index: number): number => begunAtMs + index * 60_000;

const loadMs = (index: number): number => (index === 6 ? 24_000 : 4_000 + index * 10);

const eventsOf = (index: number): object[] => {
  const own = { runId: `run-${index}`, pipelineName: 'orders', pipelineNamespace: 'shop' };
  const load = { ...own, stageId: `${index}`.padStart(16, 'b'), stageName: 'load' };
  const endMs = startOf(index) + 1_000 + loadMs(index);
  const counts = { rowsRead: 1_000, rowsWritten: 1_000 };
  return [
    lifecycleEvent('runStarted', startOf(index), own),
    lifecycleEvent('stageStarted', startOf(index) + 1_000, load),
    lifecycleEvent('stageFinished', endMs, {
      ...load,
      ...counts,
      stageState: 'succeeded',
      stageDurationMs: loadMs(index),
      retries: 1,
    }),
    lifecycleEvent('runFinished', endMs, {
      ...own,
      runState: 'succeeded',
      runDurationMs: 1_000 + loadMs(index),
      memoryPeakRssBytes: 90e6,
    }),
  ];
};

/** Three statements: two at the same time, one of which fails, and one afterwards; and a call to an API. */
const spansOf = (index: number): object[] => {
  const at = startOf(index) + 1_000;
  const own = { [attributes.runId]: `run-${index}`, [attributes.pipelineName]: 'orders' };
  const span = (id: number, fromMs: number, toMs: number, values: Record<string, string>, code = 0) => ({
    traceId: Buffer.from(`${index + 1}`.padStart(32, '0'), 'hex'),
    spanId: Buffer.from(`${index}${id}`.padStart(16, 'c'), 'hex'),
    name: 'call',
    kind: 3,
    startTimeUnixNano: unixNanoOf(at + fromMs),
    endTimeUnixNano: unixNanoOf(at + toMs),
    attributes: attributesOf({ ...own, ...values }),
    status: { code },
  });
  const sql = { 'db.system.name': 'postgresql' };
  return [
    span(1, 0, 1_000, sql),
    span(2, 500, 1_500, sql, 2),
    span(3, 2_000, 2_500, sql),
    span(4, 0, 250, { 'http.request.method': 'GET', 'server.address': 'api.example.org' }),
    span(5, 0, 4_000, { 'code.function.name': 'load' }),
  ];
};

beforeAll(async () => {
  api = await startTestApi();
  const indexes = [0, 1, 2, 3, 4, 5, 6];
  await api.engine.insert('logs', [eventsRequest(indexes.flatMap(eventsOf))]);
  await api.engine.insert('traces', [spansRequest(indexes.flatMap(spansOf))]);
  await api.engine.insert('logs', [
    eventsRequest([lifecycleEvent('runStarted', Date.now(), { runId: 'x', pipelineName: 'young' })]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = async (path: string) => (await api.app.inject(`/api/v1/pipelines/${path}`)).json() as unknown;

test('tells the slowest stages, what got worse, and what databases and APIs took', async () => {
  const answer = pipelinePerformance.parse(await ask('shop/orders/performance'));
  expect(answer).toMatchObject({
    run: { runs: 7, peakRssBytes: 90e6, retries: 7 },
    stages: [{ name: 'load', runs: 7, durationMs: { p50: 4_030 } }],
    latest: { runId: 'run-6', durationMs: 25_000 },
    sampleSize: 6,
  });
  expect(answer.stages[0]?.share).toBeCloseTo(4_030 / 5_030);
  expect(answer.calls).toMatchObject([
    { kind: 'database', target: 'postgresql', runs: 7, callsPerRun: 3, busyMs: 2_000, failed: 7 },
    { kind: 'http', target: 'api.example.org', callsPerRun: 1, busyMs: 250, failed: 0 },
  ]);
  expect(answer.calls[0]?.share).toBeCloseTo(2_000 / 5_030);
  const told = answer.regressions?.map(({ stage, figure }) => [stage, figure]);
  expect(told).toEqual([
    ['load', 'duration'],
    [null, 'duration'],
  ]);
  expect(answer.regressions?.[0]).toMatchObject({ usual: 4_025, latest: 24_000, rowsTimes: 1 });
});

test('of a range: the runs in it, the latest of them against those before it', async () => {
  const to = new Date(startOf(3)).toISOString();
  const answer = pipelinePerformance.parse(await ask(`shop/orders/performance?to=${to}`));
  expect(answer).toMatchObject({ run: { runs: 3 }, latest: { runId: 'run-2' }, sampleSize: 2, regressions: null });
});

test('of a pipeline that never succeeded there is nothing to tell, of one nobody knows not even that', async () => {
  expect(await ask('default/young/performance')).toMatchObject({
    run: null,
    stages: [],
    calls: [],
    latest: null,
    regressions: null,
  });
  expect(problem.parse(await ask('shop/nobody/performance'))).toMatchObject({ status: 404 });
});
