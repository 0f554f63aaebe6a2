import { runIdAt } from '@sightglass/model';
import { pipelineDetail, pipelineList, runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { logsRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent, runEvents } from './_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> => {
  const response = await api.app.inject(url);
  expect(response.body, url).not.toContain('"status":5');
  return shape.parse(response.json());
};

const minuteMs = 60_000;
const nowMs = Date.now();
const ids = Array.from({ length: 7 }, (_, index) => runIdAt(nowMs - (10 - index) * minuteMs));
const [first = '', second = '', third = ''] = ids;
const traceId = 'a'.repeat(32);

beforeAll(async () => {
  const runs = ids.map((runId, index) => ({
    runId,
    startedAtMs: nowMs - (10 - index) * minuteMs,
    rows: 1_000 + index * 10,
    state: index === 6 ? ('failed' as const) : ('succeeded' as const),
    ...(index === 6 ? { traceId } : {}),
  }));
  await api.engine.insert('logs', [eventsRequest(runs.flatMap(runEvents))]);
});

test('runs are listed newest first and page without gaps or repeats', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: z.output<typeof runPage> = await get(runPage, `/api/v1/runs?limit=3${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map((run) => run.runId));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([...ids].reverse());
  expect((await get(runPage, '/api/v1/runs?limit=1000')).items.map((run) => run.runId)).toEqual(seen);
});

test('a finished run explains every row', async () => {
  const run = await get(runDetail, `/api/v1/runs/${first}`);
  expect(run).toMatchObject({
    runId: first,
    namespace: 'examples',
    pipeline: 'flights',
    state: 'succeeded',
    durationMs: 30_000,
    rows: { read: 1_000, written: 900, rejected: 100, filtered: 0, deduplicated: 0, unmatched: 0 },
    balanced: true,
    unexplained: { missing: 0, extra: 0 },
    owner: 'data-team',
    trigger: 'schedule',
    service: 'nightly-loader',
    environment: 'test',
    host: 'loader-1',
    processId: 4711,
    failure: null,
    usual: null,
    resources: { cpuTimeMs: 1_200.25, peakRssBytes: 90_000_000, peakHeapBytes: null, eventLoopDelayP99Ms: null },
  });
  expect(run.stages.map((stage) => [stage.name, stage.state, stage.durationMs, stage.balanced])).toEqual([
    ['extract', 'succeeded', 10_000, true],
    ['validate', 'succeeded', 10_000, true],
    ['load', 'succeeded', 10_000, true],
  ]);
  expect(run.stages[1]?.rejectedByReason).toEqual({ 'no-carrier': 100 });
  expect(run.ledger.handoffs).toHaveLength(2);
  expect(run.logCounts.INFO).toBeGreaterThan(0);
});

test('a failed run names its stage, and is compared with the succeeded runs before it', async () => {
  const run = await get(runDetail, `/api/v1/runs/${ids[6]}`);
  expect(run).toMatchObject({
    state: 'failed',
    failedStage: 'load',
    failure: { type: 'DeadlockError', message: 'chosen as victim' },
    traceId,
    usual: { sampleSize: 6, durationMs: 30_000, rowsRead: 1_025 },
  });
  expect(run.usual?.stages.map((stage) => stage.name)).toEqual(['extract', 'validate', 'load']);
});

test.each([
  ['state=failed', [ids[6]]],
  ['state=failed,lost', [ids[6]]],
  ['pipeline=flights&namespace=elsewhere', []],
  [
    `from=${new Date(nowMs - 9 * minuteMs).toISOString()}&to=${new Date(nowMs - 7 * minuteMs).toISOString()}`,
    [third, second],
  ],
])('filter %s', async (filter, expected) => {
  const { items } = await get(runPage, `/api/v1/runs?${filter}`);
  expect(items.map((run) => run.runId)).toEqual(expected);
});

test('a pipeline shows its last run, its strip and its stages', async () => {
  const { items } = await get(pipelineList, '/api/v1/pipelines');
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    namespace: 'examples',
    name: 'flights',
    owner: 'data-team',
    usual: { durationMs: 30_000 },
  });
  expect(items[0]?.lastRun.runId).toBe(ids[6]);
  expect(items[0]?.recentRuns.map((run) => run.runId)).toEqual(ids);
  // One failed, and of the others all but the last rejected a tenth before that was usual.
  const shownAsSucceeded = items[0]?.recentRuns.filter(({ shown }) => shown.id === 'succeeded').length;
  expect(shownAsSucceeded).toBe(1);
  expect(items[0]?.successRate).toBeCloseTo(1 / 7);
  const detail = await get(pipelineDetail, '/api/v1/pipelines/examples/flights');
  expect(detail.stages.map(({ name, runs, failedRuns }) => [name, runs, failedRuns])).toEqual([
    ['extract', 7, 0],
    ['validate', 7, 0],
    ['load', 7, 1],
  ]);
});

test('a run that falls silent is lost, and a finish that comes later wins', async () => {
  const runId = runIdAt(nowMs);
  const identity = { runId, pipelineName: 'silent', stageId: 'b'.repeat(16), stageName: 'extract' };
  const startedAtMs = nowMs - 60 * minuteMs;
  const begin = [
    lifecycleEvent('runStarted', startedAtMs, { ...identity, runHeartbeatIntervalMs: 1_000 }),
    lifecycleEvent('stageStarted', startedAtMs, identity),
  ];
  await api.engine.insert('logs', [eventsRequest(begin)], { receivedAt: new Date(startedAtMs) });
  const lost = await get(runDetail, `/api/v1/runs/${runId}`);
  expect(lost).toMatchObject({ state: 'lost', balanced: null, namespace: 'default' });
  expect(lost.stages[0]?.state).toBe('lost');
  expect((await get(runPage, '/api/v1/runs?state=lost')).items.map((run) => run.runId)).toEqual([runId]);

  const finished = lifecycleEvent('runFinished', startedAtMs + 1_000, { ...identity, runState: 'failed' });
  await api.engine.insert('logs', [eventsRequest([finished])]);
  const failed = await get(runDetail, `/api/v1/runs/${runId}`);
  expect(failed).toMatchObject({ state: 'failed', durationMs: 1_000 });
  expect(failed.stages[0]?.state).toBe('aborted');
});

test.each([
  ['/api/v1/runs/nothing', 404, 'NOT_FOUND'],
  ['/api/v1/runs/', 400, 'PARAMETER_INVALID'],
  ['/api/v1/pipelines/a/b', 404, 'NOT_FOUND'],
  ['/api/v1/runs?state=sleeping', 400, 'PARAMETER_INVALID'],
  ['/api/v1/runs?limit=0', 400, 'PARAMETER_INVALID'],
  ['/api/v1/runs?from=yesterday', 400, 'PARAMETER_INVALID'],
  ['/api/v1/runs?cursor=abc', 400, 'CURSOR_INVALID'],
])('%s is refused with %i', async (url, status, code) => {
  const response = await api.app.inject(url);
  expect(response.statusCode).toBe(status);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.json()).toMatchObject({
    status,
    type: `urn:sightglass:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  });
});

test('stages that last less than a millisecond keep their order, and so their ledger', async () => {
  const runId = runIdAt(nowMs - minuteMs);
  const atMs = nowMs - minuteMs;
  const identity = { runId, pipelineName: 'quick', pipelineNamespace: 'examples' };
  const stages = ['c', 'b', 'a'].flatMap((letter, index) => {
    const own = { ...identity, stageName: letter, stageId: letter.repeat(16) };
    const rows = { rowsRead: 100, rowsWritten: 100, stageState: 'succeeded' };
    const beginsAtMs = atMs + 0.1 + index * 0.2;
    return [
      lifecycleEvent('stageStarted', beginsAtMs, own),
      lifecycleEvent('stageFinished', beginsAtMs + 0.1, { ...own, ...rows, stageDurationMs: 0.1 }),
    ];
  });
  const end = lifecycleEvent('runFinished', atMs + 0.9, { ...identity, runState: 'succeeded' });
  await api.engine.insert('logs', [eventsRequest([...stages, end])]);
  const run = await get(runDetail, `/api/v1/runs/${runId}`);
  expect(run.stages.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(run).toMatchObject({ balanced: true, rows: { read: 100, written: 100 } });
  expect(run.ledger.handoffs).toHaveLength(2);
});

test('a run is found by the state it finished in, whatever is heard of it afterwards', async () => {
  const runId = runIdAt(nowMs);
  const own = { runId, pipelineName: 'heard-later', pipelineNamespace: 'examples' };
  const sent = [
    lifecycleEvent('runStarted', nowMs, own),
    lifecycleEvent('runFinished', nowMs + 2_000, { ...own, runState: 'failed' }),
    lifecycleEvent('runHeartbeat', nowMs + 1_000, own),
  ];
  for (const event of sent) await api.engine.insert('logs', [eventsRequest([event])]);
  const stateOf = async (state: string) =>
    (await get(runPage, `/api/v1/runs?pipeline=heard-later&state=${state}`)).items.map((run) => run.runId);
  expect(await stateOf('failed')).toEqual([runId]);
  expect(await stateOf('running,lost,succeeded')).toEqual([]);
});

test('log records that processes of a run left out are counted, each by itself', async () => {
  const [identity, atMs] = [{ runId: first, pipelineName: 'flights' }, nowMs - 9 * minuteMs];
  const told = (logsThinned: number) => lifecycleEvent('logsThinned', atMs, { ...identity, logsThinned });
  await api.engine.insert('logs', [
    logsRequest([told(7), told(12)], { 'service.instance.id': 'a' }),
    logsRequest([told(30)], { 'service.instance.id': 'b' }),
  ]);
  expect((await get(runDetail, `/api/v1/runs/${first}`)).thinnedLogs).toBe(42);
  expect((await get(runDetail, `/api/v1/runs/${second}`)).thinnedLogs).toBe(0);
});
