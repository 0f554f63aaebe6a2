import {
  expectedPipelineDetail,
  pipelineDetail,
  pipelineList,
  problem,
  runDetail,
  runPage,
} from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { loadConfig } from '../../config/load.ts';
import { historyWith } from '../../plans/history.ts';
import { plansOf } from '../../plans/plans.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createPipelineReader } from './facts.ts';
import { judgeSchedules } from './loop.ts';
import { missedRunId } from './missed-event.ts';

/** 2 March 2026 is a Monday. */
const at = (text: string): number => Date.parse(`2026-03-${text}Z`);
const configuredAtMs = at('02T01:30:00');
const configured = {
  pipelines: [
    {
      name: 'orders',
      namespace: 'sales',
      schedule: '0 1,2 * * *',
      calendar: { days: 'business' as const, holidays: ['2026-03-03'] },
      deadline: '04:00',
      grace: '20m',
      owner: 'sales-data',
      criticality: 'high' as const,
      dependsOn: ['customers'],
      stages: [{ name: 'load', deadline: 'PT45M' }],
    },
    { name: 'customers', namespace: 'sales', empty: 'legal' as const },
    { name: 'rates' },
  ],
};
const plans = (() => {
  const { pipelines } = loadConfig({ env: {}, overrides: configured });
  return plansOf(pipelines, historyWith({}, pipelines, configuredAtMs));
})();

let nowMs = configuredAtMs;
let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(nowMs), configured)));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(`/api/v1${path}`)).json());

const emitted: string[] = [];
const judge = async (): Promise<void> =>
  judgeSchedules({
    pipelines: createPipelineReader(api.engine.telemetry),
    plans,
    runs: createRunReader(api.engine.telemetry, plans),
    receptionTime: () => allReceivedAt(nowMs),
    emit: async (logs, key) => {
      emitted.push(key);
      await api.engine.insert('logs', [logs], { receivedAt: new Date(nowMs) });
    },
    onError: (error) => expect.fail(String(error)),
  });
const insert = (events: readonly object[]) =>
  api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(nowMs) });

const orders = { pipelineName: 'orders', pipelineNamespace: 'sales' };
const runOf = (runId: string, startedAt: string, loadedAt: string, more: EventAttributes = {}): object[] => {
  const own = { ...orders, runId };
  const stage = { ...own, stageName: 'load', stageId: `${runId}-load` };
  return [
    lifecycleEvent('runStarted', at(startedAt), { ...own, ...more }),
    lifecycleEvent('stageStarted', at(startedAt), stage),
    lifecycleEvent('stageFinished', at(loadedAt), { ...stage, stageState: 'succeeded', rowsRead: 5, rowsWritten: 5 }),
    lifecycleEvent('runFinished', at(loadedAt), { ...own, runState: 'succeeded' }),
  ];
};
const dueAtTwo = missedRunId('sales', 'orders', at('02T02:00:00'));

test('a pipeline that is only configured is shown as never run, then as missed, then by its runs', async () => {
  const { items, neverRan, sentence } = await get(pipelineList, '/pipelines');
  expect(items).toEqual([]);
  expect(sentence).toBe('No pipeline has run yet. 3 configured pipelines have never run.');
  expect(neverRan).toMatchObject([
    {
      name: 'orders',
      owner: 'sales-data',
      criticality: 'high',
      deadline: '04:00',
      expectedSince: '2026-03-02T01:30:00.000Z',
      nextDueAt: '2026-03-02T02:00:00.000Z',
      sentence: 'Has not run yet; first due 02:00 UTC.',
    },
    { name: 'customers', sentence: 'Has not run yet.' },
    { name: 'rates' },
  ]);
  expect((await get(problem, '/pipelines/sales/orders')).detail).toContain('has never run');
  expect((await get(problem, '/pipelines/sales/unheard')).detail).not.toContain('configuration');
  expect((await get(expectedPipelineDetail, '/pipelines/sales/orders/plan')).plan).toMatchObject({
    graceMs: 1_200_000,
    calendar: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], holidays: ['2026-03-03'] },
    dependsOn: [{ namespace: 'sales', name: 'customers', shown: null }],
    stages: [{ name: 'load', deadline: 'PT45M' }],
  });
  expect((await get(expectedPipelineDetail, '/pipelines/sales/customers/plan')).plan.neededBy).toEqual([
    { namespace: 'sales', name: 'orders' },
  ]);

  nowMs = at('02T02:19:59');
  await judge();
  expect(emitted).toEqual([]);
  expect(await get(expectedPipelineDetail, '/pipelines/sales/orders/plan')).toMatchObject({
    nextDueAt: '2026-03-04T01:00:00.000Z',
    sentence: 'Has not run yet; first due 02:00 UTC.',
  });
  nowMs = at('02T02:20:00');
  await judge();
  await judge();
  expect(emitted).toEqual([`missed ${dueAtTwo}`]);
  const list = await get(pipelineList, '/pipelines');
  expect(list.items).toMatchObject([
    {
      name: 'orders',
      missed: { dueAt: '2026-03-02T02:00:00.000Z', inARow: 1, isFirst: true },
      lastRun: { state: 'missed', deadline: { at: '2026-03-02T04:00:00.000Z', state: 'due' } },
      needsAttention: true,
      nextDueAt: '2026-03-04T01:00:00.000Z',
    },
  ]);
  expect(list.items[0]?.sentence).toContain('was due at 02:00 UTC and has never run.');
  expect(list.neverRan?.map(({ name }) => name)).toEqual(['customers', 'rates']);

  nowMs = at('02T03:00:00');
  await insert([
    lifecycleEvent('runStarted', nowMs, { runId: 'other', pipelineName: 'rates', pipelineNamespace: 'fx' }),
  ]);
  expect((await get(pipelineList, '/pipelines')).neverRan?.[1]?.sentence).toContain(
    ' Runs of this name come from namespace "fx".',
  );
  await insert(runOf('late', '02T02:30:00', '02T02:50:00', { pipelineSchedule: '0 3 * * *', pipelineOwner: 'loader' }));
  await judge();
  expect(emitted).toEqual([`missed ${dueAtTwo}`, `withdrawn ${dueAtTwo}`]);
});

test('what the program declares otherwise is shown, and the configuration holds', async () => {
  const { owner, schedule, criticality, lastRun, plan } = await get(pipelineDetail, '/pipelines/sales/orders');
  expect({ owner, schedule, criticality }).toEqual({
    owner: 'sales-data',
    schedule: '0 1,2 * * *',
    criticality: 'high',
  });
  expect(plan?.configured).toEqual(['owner', 'criticality', 'schedule', 'deadline']);
  expect(plan?.conflicts).toMatchObject([
    { setting: 'owner', configured: 'sales-data', declared: 'loader' },
    {
      words: 'The schedule is "0 1,2 * * *" by the configuration, which holds, and "0 3 * * *" by the program.',
    },
  ]);
  expect(lastRun.deadline).toEqual({ at: '2026-03-02T04:00:00.000Z', state: 'met' });
});

test('a deadline of a stage is judged, and a retry meets it for the run before', async () => {
  const missed = [{ stage: 'load', at: '2026-03-02T02:45:00.000Z', state: 'missed' }];
  const late = await get(runDetail, '/runs/late');
  expect(late.stageDeadlines).toEqual(missed);
  expect(late.sentence).toContain(' Stage load missed its deadline of 02:45 UTC.');
  const page = await get(runPage, '/runs');
  expect(page.items.find(({ runId }) => runId === 'late')).toMatchObject({
    stageDeadlines: missed,
    sentence: late.sentence,
  });
  expect((await get(pipelineDetail, '/pipelines/sales/orders')).lastRun.stageDeadlines).toEqual(missed);

  nowMs = at('04T02:00:00');
  const broken = { ...orders, runId: 'broken' };
  await insert([
    lifecycleEvent('runStarted', at('04T01:00:00'), broken),
    lifecycleEvent('runFinished', at('04T01:05:00'), { ...broken, runState: 'failed' }),
  ]);
  expect((await get(runDetail, '/runs/broken')).stageDeadlines).toMatchObject([{ state: 'missed' }]);
  await insert(runOf('retry', '04T01:10:00', '04T01:30:00'));
  expect((await get(runDetail, '/runs/broken')).stageDeadlines).toMatchObject([{ state: 'met' }]);
  expect((await get(pipelineDetail, '/pipelines/sales/orders')).lastRun.stageDeadlines).toMatchObject([
    { at: '2026-03-04T01:45:00.000Z', state: 'met' },
  ]);
});

test('nothing is judged by times that were configured later; what a pipeline is holds for all its runs', async () => {
  nowMs = at('02T09:00:00');
  const own = { pipelineName: 'customers', pipelineNamespace: 'sales', runId: 'early' };
  await insert([
    ...runOf('before', '01T01:00:00', '01T05:00:00'),
    lifecycleEvent('runStarted', at('01T01:00:00'), own),
    lifecycleEvent('runFinished', at('01T01:00:00'), { ...own, runState: 'succeeded', rowsRead: 0, rowsWritten: 0 }),
  ]);
  const before = await get(runDetail, '/runs/before');
  expect(before).toMatchObject({ owner: 'sales-data', deadline: null });
  expect(before.stageDeadlines).toBeUndefined();
  expect(await get(runDetail, '/runs/early')).toMatchObject({ empty: 'legal' });
  await insert(runOf('between', '02T01:31:00', '02T05:00:00'));
  const between = await get(runDetail, '/runs/between');
  expect(between).toMatchObject({ owner: 'sales-data', deadline: null });
  expect(between.stageDeadlines).toBeUndefined();
  const { plan } = await get(pipelineDetail, '/pipelines/sales/orders');
  expect(plan?.dependsOn).toMatchObject([{ name: 'customers', shown: { id: 'succeeded' } }]);
});

test('a pipeline is to be checked while one it depends on cannot be used, on a page of its own too', async () => {
  nowMs = at('04T02:10:00');
  const own = { pipelineName: 'customers', pipelineNamespace: 'sales', runId: 'customers-failed' };
  await insert([
    lifecycleEvent('runStarted', at('04T02:05:00'), own),
    lifecycleEvent('runFinished', at('04T02:06:00'), { ...own, runState: 'failed' }),
  ]);
  const checked = {
    verdict: { id: 'yes-but', words: 'Usable, but check' },
    shown: { id: 'dependency' },
    needsAttention: true,
    sentence: expect.stringMatching(
      /^Usable, but check: customers, on which it depends, failed; loaded 5 rows at 01:30 UTC/u,
    ) as string,
  };
  expect(await get(pipelineDetail, '/pipelines/sales/orders')).toMatchObject(checked);
  expect((await get(pipelineList, '/pipelines?search=orders')).items).toMatchObject([checked]);
  expect((await get(pipelineList, '/pipelines')).sentence).toMatch(
    /^customers failed .*, and 2 more pipelines need attention\./u,
  );

  const again = { ...own, runId: 'customers-again' };
  await insert([lifecycleEvent('runStarted', at('04T02:09:00'), again)]);
  expect((await get(pipelineDetail, '/pipelines/sales/orders')).sentence).toContain(
    'customers, on which it depends, failed and is running again; loaded',
  );
  await insert([
    lifecycleEvent('runFinished', at('04T02:10:00'), { ...again, runState: 'succeeded', rowsRead: 1, rowsWritten: 1 }),
  ]);
  expect(await get(pipelineDetail, '/pipelines/sales/orders')).toMatchObject({
    verdict: { id: 'yes' },
    needsAttention: false,
  });
});
