import { runIdAt } from '@sightglass/model';
import { runAttributes, runCauses, runCounts, runNeighbours, runPage, runVerdictCounts } from '@sightglass/model/rest';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../_api.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent } from '../_runs.ts';

const minuteMs = 60_000;
const nowMs = Date.now();

interface Case {
  readonly pipeline: string;
  readonly namespace?: string;
  readonly minutesAgo: number;
  readonly durationMs?: number;
  readonly written?: number;
  readonly rejected?: number;
  readonly owner?: string;
  readonly state?: 'succeeded' | 'failed' | 'aborted';
  readonly error?: readonly [type: string, message: string];
  readonly exit?: EventAttributes;
}

/** Two kinds of one error in two pipelines, an API that answers differently, and runs that went well; the oldest last. */
const cases: readonly Case[] = [
  { pipeline: 'orders', minutesAgo: 1, durationMs: 5_000, written: 40 },
  { pipeline: 'orders', minutesAgo: 2, state: 'failed', error: ['LockError', 'Lock on row 17 of job 8, 90 ms'] },
  {
    pipeline: 'stock',
    minutesAgo: 3,
    state: 'failed',
    error: ['LockError', 'Lock on row 4,211 of job 12, 7 ms'],
    owner: 'supply',
  },
  { pipeline: 'orders', minutesAgo: 4, state: 'failed', error: ['LockError', 'Lock on row 9 of job 1, 30000 ms'] },
  {
    pipeline: 'rates',
    minutesAgo: 5,
    state: 'failed',
    error: ['ApiError', 'The API answered HTTP 503'],
    durationMs: 60_000,
  },
  { pipeline: 'rates', minutesAgo: 6, state: 'failed', error: ['ApiError', 'The API answered HTTP 404'] },
  { pipeline: 'rates', minutesAgo: 7, state: 'aborted', exit: { processExitSignal: 'SIGTERM' } },
  { pipeline: 'stock', minutesAgo: 8, durationMs: 90_000, written: 900, owner: 'supply' },
  {
    pipeline: 'stock',
    namespace: 'other',
    minutesAgo: 9,
    durationMs: 2_500,
    written: 7,
    rejected: 40,
    exit: { pipelineVersion: '2.0' },
  },
];
const ids = cases.map(({ minutesAgo }) => runIdAt(nowMs - minutesAgo * minuteMs));

const eventsOf = (one: Case, index: number): object[] => {
  const {
    pipeline,
    namespace = 'shop',
    minutesAgo,
    durationMs = 1_000,
    written,
    rejected = 0,
    owner,
    state = 'succeeded',
    error,
    exit,
  } = one;
  const startedAtMs = nowMs - minutesAgo * minuteMs;
  const identity = { runId: ids[index] ?? '', pipelineName: pipeline, pipelineNamespace: namespace };
  return [
    lifecycleEvent('runStarted', startedAtMs, {
      ...identity,
      ...(owner === undefined ? {} : { pipelineOwner: owner }),
    }),
    lifecycleEvent('runFinished', startedAtMs + durationMs, {
      ...identity,
      runStartedAt: new Date(startedAtMs).toISOString(),
      runState: state,
      runDurationMs: durationMs,
      ...(written === undefined ? {} : { rowsRead: written + rejected, rowsWritten: written, rowsRejected: rejected }),
      ...(error === undefined ? {} : { exceptionType: error[0], exceptionMessage: error[1] }),
      ...exit,
    }),
  ];
};

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { pipelines: [{ namespace: 'other', name: 'stock', owner: 'warehouse' }] });
  await api.engine.insert('logs', [
    eventsRequest(cases.flatMap(eventsOf), { 'deployment.environment.name': 'live', 'service.version': '1.4.2' }),
  ]);
  await api.engine.insert(
    'logs',
    [
      eventsRequest([
        lifecycleEvent('runStarted', nowMs - 20 * minuteMs, {
          runId: 'silent',
          pipelineName: 'orders',
          pipelineNamespace: 'shop',
          runHeartbeatIntervalMs: 1_000,
        }),
      ]),
    ],
    { receivedAt: new Date(nowMs - 20 * minuteMs) },
  );
});
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(`/api/v1/${url}`)).json());

/** Which of the cases, by their place. */
const listed = async (query: string): Promise<(number | string)[]> =>
  (await get(runPage, `runs?${query}`)).items.map(({ runId }) => (ids.includes(runId) ? ids.indexOf(runId) : runId));

test.each([
  ['owner=supply', [2, 7]],
  ['owner=warehouse', [8]],
  ['environment=live&namespace=other', [8]],
  ['environment=nowhere', []],
  ['version=2.0', [8]],
  ['version=1.4.2&sort=rows&state=succeeded', [7, 0]],
  ['error=lock+ON+row+4', [2]],
  ['error=apierror', [4, 5]],
  ['state=aborted,lost', [6, 'silent']],
  ['sort=duration&limit=3&state=succeeded,failed', [7, 4, 0]],
  ['sort=duration&order=asc&namespace=shop&state=succeeded', [0, 7]],
  ['sort=rows&state=succeeded', [7, 0, 8]],
  ['sort=rows&order=asc&state=succeeded', [8, 0, 7]],
  ['order=asc&limit=2', ['silent', 8]],
  ['verdict=yes-but', [8]],
  ['verdict=yes,yes-but&order=asc', [8, 7, 0]],
  ['verdict=yes,yes-but&sort=duration&state=succeeded', [7, 0, 8]],
  ['verdict=no&state=succeeded', []],
])('runs?%s', async (query, expected) => {
  expect(await listed(query)).toEqual(expected);
});

test.each(['started', 'duration', 'rows'])('sorted by %s, pages hold each run once, in order', async (sort) => {
  for (const order of ['desc', 'asc']) {
    const whole = await listed(`sort=${sort}&order=${order}`);
    const seen: (number | string)[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `sort=${sort}&order=${order}&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`;
      seen.push(...(await listed(query)));
      cursor = (await get(runPage, `runs?${query}`)).nextCursor;
    }
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(10);
  }
});

test('runs are counted by state and by what they can be narrowed to', async () => {
  const counts = await get(runCounts, 'run-counts?state=failed');
  expect(counts).toMatchObject({
    total: 5,
    states: { succeeded: 3, failed: 5, aborted: 1, lost: 1, running: 0, missed: 0 },
    isWhole: true,
  });
  expect(counts.pipelines).toEqual([
    { namespace: 'shop', pipeline: 'orders', runs: 2 },
    { namespace: 'shop', pipeline: 'rates', runs: 2 },
    { namespace: 'shop', pipeline: 'stock', runs: 1 },
  ]);
  const all = await get(runCounts, `run-counts?from=${new Date(nowMs - 10 * minuteMs).toISOString()}`);
  expect(all.owners).toEqual([
    { value: 'supply', runs: 2 },
    { value: 'warehouse', runs: 1 },
  ]);
  expect(all).toMatchObject({
    total: 9,
    namespaces: [
      { value: 'shop', runs: 8 },
      { value: 'other', runs: 1 },
    ],
    environments: [{ value: 'live', runs: 9 }],
    versions: [
      { value: '1.4.2', runs: 8 },
      { value: '2.0', runs: 1 },
    ],
  });
});

test('runs are counted by what their data is worth, and a file holds those of one verdict', async () => {
  expect(await get(runVerdictCounts, 'run-verdicts')).toMatchObject({
    runs: 10,
    isWhole: true,
    verdicts: { yes: 2, 'yes-but': 1, no: 7 },
    toCheck: 1,
  });
  expect((await get(runVerdictCounts, 'run-verdicts?state=failed')).toCheck).toBe(0);
  const { body } = await api.app.inject('/api/v1/run-export?verdict=yes-but');
  expect(body.trimEnd().split('\r\n')).toHaveLength(2);
  expect(body).toContain(`other,stock,${ids[8]},`);
});

test('runs that failed alike are one cause, which leads to exactly them', async () => {
  const { items, isWhole } = await get(runCauses, 'run-causes');
  expect(isWhole).toBe(true);
  expect(items.map(({ words, runs, pipelineCount }) => [words, runs, pipelineCount])).toEqual([
    ['LockError: Lock on row 17 of job 8, 90 ms', 3, 2],
    ['ApiError: The API answered HTTP 503', 1, 1],
    ['ApiError: The API answered HTTP 404', 1, 1],
    ['Ended by SIGTERM', 1, 1],
    ['No signal any more', 1, 1],
  ]);
  expect(items[0]).toMatchObject({
    firstAt: new Date(nowMs - 4 * minuteMs).toISOString(),
    lastRun: { runId: ids[1] },
    pipelines: [
      { pipeline: 'orders', runs: 2 },
      { pipeline: 'stock', runs: 1 },
    ],
  });
  const found = await Promise.all(items.map(({ cause }) => listed(`cause=${cause}`)));
  expect(found).toEqual([[1, 2, 3], [4], [5], [6], ['silent']]);
  expect((await get(runCauses, 'run-causes?state=succeeded')).items).toEqual([]);
});

test('a run has those of its pipeline around it, and the latest good one before', async () => {
  const around = async (index: number) => {
    const { previous, next, lastGood } = await get(runNeighbours, `runs/${ids[index]}/neighbours`);
    return [previous, next, lastGood].map((run) => (run === null ? null : ids.indexOf(run.runId)));
  };
  expect(await around(1)).toEqual([3, 0, null]);
  expect(await around(2)).toEqual([7, null, 7]);
  expect(await around(8)).toEqual([null, null, null]);
  expect((await api.app.inject('/api/v1/runs/nobody/neighbours')).statusCode).toBe(404);
});

test('a run tells what its program reported of itself, without what is of each run its own', async () => {
  const { attributes, isWhole } = await get(runAttributes, `runs/${ids[7]}/attributes`);
  expect(isWhole).toBe(true);
  expect(attributes).toMatchObject({
    'deployment.environment.name': 'live',
    'service.version': '1.4.2',
    'host.name': 'loader-1',
    'pipeline.owner': 'supply',
  });
  expect(Object.keys(attributes)).not.toContain('process.pid');
  expect(Object.keys(attributes)).not.toContain('pipeline.run.id');
});

test('a list is a file too: CSV with a head, and NDJSON', async () => {
  const csv = await api.app.inject('/api/v1/run-export?pipeline=rates');
  expect(csv.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="runs.csv"',
  });
  const [head, first, ...others] = csv.body.split('\r\n');
  expect(head).toMatch(/^namespace,pipeline,run_id,state,/u);
  expect(first).toContain(`shop,rates,${ids[4]},failed,Failed,no,`);
  expect(first).toContain('ApiError,The API answered HTTP 503');
  expect(first).toContain(',live,1.4.2,nightly-loader,');
  expect(others).toHaveLength(3);
  const ndjson = await api.app.inject('/api/v1/run-export?pipeline=rates&format=ndjson');
  const lines = ndjson.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { runId: string });
  expect(lines.map(({ runId }) => runId)).toEqual([ids[4], ids[5], ids[6]]);
});

test.each([
  ['runs?sort=name', 'PARAMETER_INVALID'],
  ['runs?verdict=fine', 'PARAMETER_INVALID'],
  ['runs?cause=abc', 'PARAMETER_INVALID'],
  ['runs?sort=duration&cursor=WzEsImEiLCJiIiwiYyJd', 'CURSOR_INVALID'],
  ['run-export?format=xls', 'PARAMETER_INVALID'],
])('%s is refused', async (url, code) => {
  const response = await api.app.inject(`/api/v1/${url}`);
  expect(response.json()).toMatchObject({
    status: 400,
    type: `urn:sightglass:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  });
});
