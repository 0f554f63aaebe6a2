import { runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { metricsRequest, spansRequest } from '../../wire/_sample.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent, runEvents, unixNanoOf } from './_runs.ts';
import { foldOfColumn } from './identity/facts-folded.ts';

let api: TestApi;
beforeAll(async () => (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const atMs = Date.now() - 3_600_000;
const at = (seconds: number): number => atMs + seconds * 1_000;
const get = async (path: string) => {
  const answer = await api.app.inject(`/api/v1${path}`);
  return { status: answer.statusCode, body: answer.json() };
};
const detailOf = async (namespace: string, pipeline: string, runId: string) =>
  runDetail.parse((await get(`/pipelines/${namespace}/${pipeline}/runs/${encodeURIComponent(runId)}`)).body);
const spanAt = (unixMs: number) => ({
  spanId: Buffer.from('1'.repeat(16), 'hex'),
  name: 'load',
  startTimeUnixNano: unixNanoOf(unixMs),
  endTimeUnixNano: unixNanoOf(unixMs + 1),
});
const insert = (...events: object[]) => api.engine.insert('logs', [eventsRequest(events)]);

describe('two pipelines whose scheduler gives both runs the same id', () => {
  const runId = 'scheduled__2026-11-29T02:00:00+00:00';
  const encoded = encodeURIComponent(runId);
  beforeAll(() =>
    insert(
      ...runEvents({ runId, startedAtMs: at(0), pipeline: 'dag_a', namespace: 'default', state: 'failed', rows: 50 }),
      ...runEvents({ runId, startedAtMs: at(60), pipeline: 'dag_b', namespace: 'default', rows: 70 }),
      ...runEvents({ runId, startedAtMs: at(120), pipeline: 'dag_b', namespace: 'team', state: 'aborted', rows: 90 }),
      ...checkEvents({ runId, atMs: at(5), file: 'a.csv', broken: 4 }),
    ),
  );

  test('are two runs, with stages and rows of their own', async () => {
    expect(await detailOf('default', 'dag_a', runId)).toMatchObject({ state: 'failed', rows: { read: 50 } });
    expect(await detailOf('default', 'dag_b', runId)).toMatchObject({ state: 'succeeded', rows: { read: 70 } });
    const other = await detailOf('team', 'dag_b', runId);
    expect(other).toMatchObject({ state: 'aborted', rows: { read: 90 } });
    expect(other.stages.map(({ rejectedByReason }) => rejectedByReason)).toEqual([{}, { 'no-carrier': 9 }, {}]);
  });

  test('are found one by one by the address each links to', async () => {
    const { links } = await detailOf('team', 'dag_b', runId);
    expect(links.self).toBe(`/api/v1/pipelines/team/dag_b/runs/${encoded}`);
    const logs = await get(links.logs.replace('/api/v1', ''));
    expect(new Set(logs.body.items.map((item: { namespace: string }) => item.namespace))).toEqual(new Set(['team']));
    expect(logs.body.items.length).toBeGreaterThan(5);
  });

  test('have traces and measurements of their own', async () => {
    const resource = (pipeline: string, namespace = '') => ({
      'service.name': pipeline,
      'pipeline.name': pipeline,
      'pipeline.run.id': runId,
      ...(namespace !== '' && { 'pipeline.namespace': namespace }),
    });
    const span = (digit: string) => ({ ...spanAt(at(1)), traceId: Buffer.from(digit.repeat(32), 'hex') });
    await api.engine.insert('traces', [
      spansRequest([span('a')], resource('dag_a')),
      spansRequest([span('b')], resource('dag_b', 'team')),
      spansRequest([span('c')], { 'service.name': 'helper.py', 'pipeline.run.id': runId }),
    ]);
    const points = [{ timeUnixNano: unixNanoOf(at(1)), asDouble: 1 }];
    const gauges = [{ name: 'told.apart', gauge: { dataPoints: points } }];
    await api.engine.insert('metrics', [
      metricsRequest(gauges, resource('dag_a')),
      metricsRequest(gauges, resource('dag_b', 'team')),
    ]);
    const of = (pipeline: string, namespace: string) => `runId=${encoded}&pipeline=${pipeline}&namespace=${namespace}`;
    const servicesOf = async (path: string) =>
      (await get(path)).body.items.map(({ service }: { service: string }) => service);
    expect(await servicesOf(`/traces?${of('dag_a', 'default')}`)).toEqual(['dag_a', 'helper.py']);
    expect(await servicesOf(`/traces?${of('dag_b', 'team')}`)).toEqual(['dag_b', 'helper.py']);
    expect(await servicesOf(`/metrics/points?name=told.apart&${of('dag_b', 'team')}`)).toEqual(['dag_b']);
    const { series } = (await get(`/metrics/query?name=told.apart&groupBy=service.name&${of('dag_a', 'default')}`))
      .body;
    expect(series.map(({ labels }: { labels: object }) => labels)).toEqual([{ 'service.name': 'dag_a' }]);
  });

  test('their id alone is answered with where each is', async () => {
    const paths = ['', '/databases', '/checks'].map((below) => `/runs/${encoded}${below}`);
    const filters = ['traces?', 'metrics/points?name=n&', 'metrics/query?name=n&'].map(
      (of) => `/${of}runId=${encoded}`,
    );
    for (const path of [...paths, ...filters]) {
      const { status, body } = await get(path);
      expect(status).toBe(409);
      expect(body.detail).toContain('default/dag_a, default/dag_b, team/dag_b');
      expect(body.errors.map(({ path }: { path: string }) => path)).toContain(
        `/api/v1/pipelines/default/dag_a/runs/${encoded}`,
      );
    }
  });

  test('are both in the list, page by page, and by state', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = runPage.parse((await get(`/runs?idPrefix=scheduled__&limit=1${cursor}`)).body);
      seen.push(...page.items.map(({ namespace, pipeline, state }) => `${namespace}/${pipeline} ${state}`));
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(seen).toEqual(['team/dag_b aborted', 'default/dag_b succeeded', 'default/dag_a failed']);
    const failed = runPage.parse((await get('/runs?state=failed&idPrefix=scheduled__')).body);
    expect(failed.items.map(({ pipeline }) => pipeline)).toEqual(['dag_a']);
  });

  test('each is the last run of its pipeline', async () => {
    const stateOf = async (name: string) => (await get(`/pipelines/${name}`)).body.lastRun.state;
    expect(await stateOf('default/dag_a')).toBe('failed');
    expect(await stateOf('default/dag_b')).toBe('succeeded');
    expect(await stateOf('team/dag_b')).toBe('aborted');
  });

  test('a page of equal starts leaves out none', async () => {
    const own = (pipeline: string) => ({ runId: 'equal', pipelineName: pipeline, pipelineNamespace: 'default' });
    await insert(...['p1', 'p2', 'p3'].map((name) => lifecycleEvent('runStarted', at(300), own(name))));
    const first = runPage.parse((await get('/runs?idPrefix=equal&limit=2')).body);
    const second = runPage.parse(
      (await get(`/runs?idPrefix=equal&limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`)).body,
    );
    expect([...first.items, ...second.items].map(({ pipeline }) => pipeline)).toEqual(['p3', 'p2', 'p1']);
  });
});

test('an id of one run is an address of its own', async () => {
  await insert(...runEvents({ runId: 'only one', startedAtMs: at(0), pipeline: 'lonely' }));
  expect((await get('/runs/only%20one')).body).toMatchObject({ namespace: 'examples', pipeline: 'lonely' });
  expect((await get('/pipelines/examples/other/runs/only%20one')).status).toBe(404);
});

describe('events that name no namespace', () => {
  const own = { runId: 'said-once', pipelineName: 'once' };
  const ended: EventAttributes = { runState: 'failed', exceptionType: 'E' };

  test('belong to the run that names one, whichever came first, in lists and by state', async () => {
    await insert(
      lifecycleEvent('stageStarted', at(1), { ...own, stageName: 'load' }),
      lifecycleEvent('runFinished', at(9), { ...own, ...ended }),
    );
    await insert(lifecycleEvent('runStarted', at(0), { ...own, pipelineNamespace: 'sales' }));
    expect((await get('/runs/said-once')).body).toMatchObject({
      namespace: 'sales',
      state: 'failed',
      stages: [{ name: 'load' }],
      logCounts: { INFO: 3 },
    });
    expect((await get('/runs?idPrefix=said-once&state=failed')).body.items).toHaveLength(1);
    expect((await get('/runs?idPrefix=said-once&state=running,lost')).body.items).toEqual([]);
  });

  test('are a run of `default` where both have started', async () => {
    const twice = { runId: 'said-never', pipelineName: 'once' };
    await insert(
      lifecycleEvent('runStarted', at(0), twice),
      lifecycleEvent('runFinished', at(5), { ...twice, ...ended }),
      lifecycleEvent('runStarted', at(1), { ...twice, pipelineNamespace: 'sales' }),
      lifecycleEvent('runFinished', at(6), { ...twice, pipelineNamespace: 'sales', runState: 'succeeded' }),
    );
    expect(await detailOf('default', 'once', 'said-never')).toMatchObject({ state: 'failed' });
    expect(await detailOf('sales', 'once', 'said-never')).toMatchObject({ state: 'succeeded' });
  });
});

describe('a run that two programs report at the same time', () => {
  const own = { pipelineName: 'twins', pipelineNamespace: 'default' };
  const of = (instance: string, ...events: object[]) =>
    api.engine.insert('logs', [eventsRequest(events, { 'service.instance.id': instance })]);

  test('says so, however it ended', async () => {
    const twins = { ...own, runId: 'twins' };
    await of('one', lifecycleEvent('runStarted', at(0), twins), lifecycleEvent('runHeartbeat', at(10), twins));
    await of('two', lifecycleEvent('runStarted', at(5), twins), lifecycleEvent('runHeartbeat', at(15), twins));
    const state = (await get('/runs/twins')).body;
    expect(state.doubts).toEqual([{ kind: 'programs', programs: 2 }]);
    await of('two', lifecycleEvent('runFinished', at(20), { ...twins, runState: 'succeeded' }));
    const ended = (await get('/runs/twins')).body;
    expect(ended.verdict.id).toBe('yes-but');
    expect(ended.sentence).toContain('2 programs reported this run at the same time');
  });

  test('does not when one came after the other, as a retry does', async () => {
    const retried = { ...own, runId: 'retried' };
    await of('one', lifecycleEvent('runStarted', at(0), retried), lifecycleEvent('runHeartbeat', at(10), retried));
    await of('two', lifecycleEvent('runStarted', at(70), retried));
    await of('two', lifecycleEvent('runFinished', at(90), { ...retried, runState: 'succeeded' }));
    expect((await get('/runs/retried')).body).toMatchObject({ state: 'succeeded', doubts: [] });
  });
});

describe('of ends of one instant', () => {
  const cases = [
    ['failed', ['succeeded', 'failed']],
    ['failed', ['aborted', 'failed', 'succeeded']],
    ['aborted', ['succeeded', 'aborted']],
  ] as const;
  const idOf = (states: readonly string[]): string => `instant ${states.join()}`;
  const endsOf = (states: readonly string[]): object[] => {
    const own = { runId: idOf(states), pipelineName: 'instant', stageName: 'load' };
    return states.flatMap((state) => [
      lifecycleEvent('stageFinished', at(5), { ...own, stageState: state, exceptionMessage: `it ${state}` }),
      lifecycleEvent('runFinished', at(5), { ...own, runState: state, exceptionMessage: `it ${state}` }),
    ]);
  };
  /** Each end of a run arrives by itself, after those named before it. */
  beforeAll(async () => {
    const all = cases.map(([, states]) => endsOf(states));
    for (let turn = 0; turn < 6; turn += 1) await insert(...all.flatMap((ends) => ends.slice(turn, turn + 1)));
  });

  test.each(cases)('%s is what counts of %j', async (expected, states) => {
    expect((await get(`/runs/${encodeURIComponent(idOf(states))}`)).body).toMatchObject({
      state: expected,
      finishedAt: new Date(at(5)).toISOString(),
      failure: { message: `it ${expected}` },
      stages: [{ state: expected }],
    });
  });
});

test('the second fold of a run knows every column, and folds it as the engine does', async () => {
  const rows = await api.engine.telemetry.rows<{ name: string; type: string }>(
    "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'runs' AND type LIKE 'SimpleAggregateFunction%'",
  );
  const declared = rows.map(({ name, type }) => [name, /\((\w+),/u.exec(type)?.[1]]);
  // What is about the insert is no part of a run.
  const { PipelineNamespace: _key, ChangedAt: _changedAt, ...others } = Object.fromEntries(declared);
  expect(foldOfColumn).toEqual(others);
});
