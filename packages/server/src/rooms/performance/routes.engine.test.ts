import { attributes, databaseEvents } from '@sightglass/model';
import { pipelinePerformance, problem } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, spansRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { warehouseAt } from '../databases/_databases.ts';
import { eventsRequest, lifecycleEvent, unixNanoOf } from '../runs/_runs.ts';

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

/** Ten minutes after the orders began: a stage of 10 s with 1,500 statements, of which two have a span, and 100 requests. */
const countedAtMs = begunAtMs + 600_000;
const counted = { runId: 'counted', pipelineName: 'refunds', pipelineNamespace: 'shop' };
const countedStage = { ...counted, stageId: 'd'.repeat(16), stageName: 'load' };
const countedEvents = (): object[] => [
  lifecycleEvent('runStarted', countedAtMs, counted),
  lifecycleEvent('stageStarted', countedAtMs, countedStage),
  statementsCounted('pg', { 'pipeline.db.calls': 1_500, 'pipeline.db.errors': 15, 'pipeline.db.duration': 7_500 }),
  statementsCounted('busy', { 'pipeline.db.calls': 40, 'pipeline.db.duration': 90_000 }),
  lifecycleEvent('calls', countedAtMs + 9_000, {
    ...countedStage,
    dependencyName: 'airports',
    dependencyEndpoint: 'GET /',
    serverAddress: 'api.example.org',
    serverPort: 443,
    dependencyCalls: 90,
    dependencyRequests: 100,
    dependencyRequestsFailed: 10,
    dependencyDurationSumMs: 1_000,
    dependencyDurationMaxMs: 90,
    dependencyDurationBuckets: [0, 0, 0, 0, 0, 90, 0, 0, 0, 0, 0, 10],
  }),
  lifecycleEvent('stageFinished', countedAtMs + 10_000, {
    ...countedStage,
    stageState: 'succeeded',
    stageDurationMs: 10_000,
  }),
  lifecycleEvent('runFinished', countedAtMs + 12_000, { ...counted, runState: 'succeeded', runDurationMs: 12_000 }),
];
const statementsCounted = (host: string, counts: Record<string, number>): object => ({
  timeUnixNano: unixNanoOf(countedAtMs + 9_000),
  eventName: databaseEvents.statementsCounted.name,
  body: text('counted'),
  attributes: attributesOf({
    [attributes.runId]: 'counted',
    [attributes.stageId]: countedStage.stageId,
    'db.system.name': 'postgresql',
    'server.address': host,
    'server.port': 5432,
    'db.namespace': 'shop',
    'pipeline.db.fingerprint': 'f1',
    'pipeline.db.duration.max': 80,
    ...counts,
  }),
});
const spanOfCounted = (id: number, values: Record<string, string>): object => ({
  traceId: Buffer.from('99'.padStart(32, '0'), 'hex'),
  spanId: Buffer.from(`${id}`.padStart(16, 'e'), 'hex'),
  name: 'call',
  kind: 3,
  startTimeUnixNano: unixNanoOf(countedAtMs),
  endTimeUnixNano: unixNanoOf(countedAtMs + 5),
  attributes: attributesOf({ [attributes.runId]: 'counted', ...values }),
});

const warehouse = warehouseAt('pg');

beforeAll(async () => {
  api = await startTestApi(undefined, { dependencies: [warehouse] });
  const indexes = [0, 1, 2, 3, 4, 5, 6];
  await api.engine.insert('logs', [eventsRequest(indexes.flatMap(eventsOf))]);
  await api.engine.insert('traces', [spansRequest(indexes.flatMap(spansOf))]);
  await api.engine.insert('logs', [eventsRequest(countedEvents())]);
  await api.engine.insert('traces', [
    spansRequest([
      spanOfCounted(1, { 'db.system.name': 'postgresql', 'server.address': 'pg', 'db.namespace': 'shop' }),
      spanOfCounted(2, { 'db.system.name': 'postgresql' }),
      spanOfCounted(3, { 'http.request.method': 'GET', 'server.address': 'api.example.org' }),
      spanOfCounted(4, { 'http.request.method': 'GET', 'server.address': 'mail.example.org' }),
    ]),
  ]);
  await api.engine.insert('logs', [
    eventsRequest([lifecycleEvent('runStarted', Date.now(), { runId: 'x', pipelineName: 'young' })]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const get = async (path: string) => (await api.app.inject(`/api/v1/pipelines/${path}`)).json() as unknown;

test('tells the slowest stages, what got worse, and what databases and APIs took', async () => {
  const answer = pipelinePerformance.parse(await get('shop/orders/performance'));
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
  const found = answer.regressions?.map(({ stage, figure }) => [stage, figure]);
  expect(found).toEqual([
    ['load', 'duration'],
    [null, 'duration'],
  ]);
  expect(answer.regressions?.[0]).toMatchObject({ usual: 4_025, latest: 24_000, rowsTimes: 1 });
});

test('what programs counted goes before the few spans they sent; no call takes longer than its stage', async () => {
  const { calls } = pipelinePerformance.parse(await get('shop/refunds/performance'));
  expect(calls).toMatchObject([
    { target: 'busy:5432/shop', page: null, callsPerRun: 40, busyMs: 10_000, p95Ms: null, failed: 0 },
    {
      target: 'warehouse',
      page: 'warehouse',
      callsPerRun: 1_500,
      busyMs: 7_500,
      share: 0.625,
      slowestMs: 80,
      failed: 15,
    },
    { kind: 'http', target: 'airports', page: 'airports', callsPerRun: 100, busyMs: 1_000, slowestMs: 90, failed: 10 },
    { kind: 'http', target: 'mail.example.org', page: null, callsPerRun: 1, busyMs: 5 },
  ]);
  expect(calls[2]?.p95Ms).toBeGreaterThan(50);
});

test('of a range: the runs in it, the latest of them against those before it', async () => {
  const to = new Date(startOf(3)).toISOString();
  const answer = pipelinePerformance.parse(await get(`shop/orders/performance?to=${to}`));
  expect(answer).toMatchObject({ run: { runs: 3 }, latest: { runId: 'run-2' }, sampleSize: 2, regressions: null });

  const since = pipelinePerformance.parse(await get(`shop/orders/performance?from=${to}`));
  expect(since).toMatchObject({ run: { runs: 4 }, from: to, latest: { runId: 'run-6' }, sampleSize: 6 });
});

test('of a pipeline that never succeeded there is nothing to tell, of one nobody knows not even that', async () => {
  expect(await get('default/young/performance')).toMatchObject({
    run: null,
    stages: [],
    calls: [],
    latest: null,
    regressions: null,
  });
  expect(problem.parse(await get('shop/nobody/performance'))).toMatchObject({ status: 404 });
});
