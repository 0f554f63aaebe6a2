import { runIdAt, usualSampleSize } from '@sightglass/model';
import { pipelineDetail, pipelineList, runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { eventsRequest, lifecycleEvent, runEvents } from './_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(url)).json());

const nowMs = Date.now();
const minuteMs = 60_000;

/** Runs of a pipeline a minute apart, oldest first, each with more rows than the one before. */
const insertRuns = async (pipeline: string, states: readonly ('succeeded' | 'failed')[]): Promise<void> => {
  const runs = states.map((state, index) => {
    const startedAtMs = nowMs - (states.length - index) * minuteMs;
    return { runId: runIdAt(startedAtMs), pipeline, state, startedAtMs, rows: 1_000 + index * 10 };
  });
  await api.engine.insert('logs', [eventsRequest(runs.flatMap(runEvents))]);
};

const times = (count: number, state: 'succeeded' | 'failed') => Array.from({ length: count }, () => state);

test.each([
  ['few', times(3, 'succeeded'), 2],
  ['many', times(40, 'succeeded'), usualSampleSize],
  ['broken-today', [...times(25, 'succeeded'), ...times(35, 'failed')], usualSampleSize],
  ['up-and-down', times(20, 'failed').flatMap((state) => ['succeeded' as const, state]), usualSampleSize],
  ['never-good', times(2, 'failed'), 0],
] as const)('every page holds the last run of %s against the same runs', async (name, states, sampleSize) => {
  await insertRuns(name, states);
  const { items } = await get(pipelineList, '/api/v1/pipelines');
  const home = items.find((pipeline) => pipeline.name === name);
  const pipeline = await get(pipelineDetail, `/api/v1/pipelines/examples/${name}`);
  const { usual } = await get(runDetail, `/api/v1/runs/${home?.lastRun.runId}`);
  expect(usual?.sampleSize ?? 0).toBe(sampleSize);
  const { stages, ...figures } = usual ?? { stages: [] };
  expect(home?.usual ?? {}).toEqual(figures);
  expect(pipeline.usual ?? {}).toEqual(figures);
  for (const stage of stages)
    expect(pipeline.stages.find((trend) => trend.name === stage.name)).toMatchObject({
      medianDurationMs: stage.durationMs,
      medianRowsWritten: stage.rowsWritten,
    });
});

test('the sample is the latest runs that succeeded before the run, and nothing else', async () => {
  const { items } = await get(runPage, '/api/v1/runs?pipeline=broken-today&limit=100');
  const succeeded = items.filter(({ state }) => state === 'succeeded').slice(0, usualSampleSize);
  const { usual } = await get(runDetail, `/api/v1/runs/${items[0]?.runId}`);
  const read = succeeded.map(({ rows }) => rows.read).toSorted((a, b) => a - b);
  expect(usual?.rowsRead).toBe(((read[9] ?? 0) + (read[10] ?? 0)) / 2);
});

test('the stages of a pipeline that succeeded once are measured by that run: nothing else is known', async () => {
  await insertRuns('only-once', ['failed', 'succeeded']);
  const { usual, stages, lastRun } = await get(pipelineDetail, '/api/v1/pipelines/examples/only-once');
  const run = await get(runDetail, `/api/v1/runs/${lastRun.runId}`);
  expect(usual).toBeNull();
  expect(stages.map(({ name, medianDurationMs }) => [name, medianDurationMs])).toEqual(
    run.stages.map(({ name, durationMs }) => [name, durationMs]),
  );
});

test('runs whose files failed a contract do not make many rejected rows usual', async () => {
  const own = { pipelineName: 'dirty', pipelineNamespace: 'shop' };
  const runs = Array.from({ length: 7 }, (_, index) => {
    const atMs = nowMs - (7 - index) * minuteMs;
    const runId = runIdAt(atMs);
    const isLast = index === 6;
    return [
      lifecycleEvent('runStarted', atMs, { ...own, runId }),
      ...(isLast ? [] : checkEvents({ runId, pipeline: 'dirty', atMs: atMs + 100, broken: 400 })),
      lifecycleEvent('runFinished', atMs + 1_000, {
        ...own,
        runId,
        runState: 'succeeded',
        rowsRead: 300,
        rowsWritten: 200,
        rowsRejected: 100,
      }),
    ];
  });
  await api.engine.insert('logs', [eventsRequest(runs.flat())]);
  const expected = { verdict: { id: 'yes-but' }, shown: { id: 'doubtful', word: 'Many rows rejected' } };
  for (const limit of [1, 50])
    expect((await get(runPage, `/api/v1/runs?pipeline=dirty&limit=${limit}`)).items[0]).toMatchObject(expected);
  const pipeline = await get(pipelineDetail, '/api/v1/pipelines/shop/dirty');
  expect(pipeline.lastRun).toMatchObject(expected);
  expect(pipeline.usual).toMatchObject({ sampleSize: 6, rowsWritten: 0, rejectedShare: null });
});

test.each(['', '&idPrefix=x-', '&owner=new-team', '&state=running'])(
  'a run is held against the runs before it, also where a list%s leaves these out',
  async (query) => {
    const own = { pipelineName: `gaps${query}`, pipelineNamespace: 'shop' };
    const begun = (runId: string, minutesAgo: number) =>
      lifecycleEvent('runStarted', nowMs - minutesAgo * minuteMs, { ...own, runId, pipelineOwner: 'new-team' });
    const ended = Array.from({ length: 6 }, (_, index) =>
      lifecycleEvent('runFinished', nowMs - (10 + index) * minuteMs, {
        ...own,
        runId: `y-${index}`,
        runState: 'succeeded',
        runDurationMs: 1_000,
      }),
    );
    await api.engine.insert('logs', [eventsRequest([begun('x-first', 30), ...ended, begun('x-last', 5)])]);
    const name = encodeURIComponent(own.pipelineName);
    const { items } = await get(runPage, `/api/v1/runs?pipeline=${name}${query}`);
    expect(items[0]).toMatchObject({ runId: 'x-last', sentence: expect.stringContaining('It usually takes 1.0 s.') });
  },
);
