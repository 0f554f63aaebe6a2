import { runIdAt } from '@sightglass/model';
import { apiDetail, apiHistory, apiList, sharedBreaker, trialAnswer } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent, runEvents } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(
  async () =>
    void (api = await startTestApi(undefined, {
      apis: [
        { name: 'airports', url: 'http://127.0.0.1:1/', objective: 0.9 },
        { name: 'billing', url: 'http://127.0.0.1:1/' },
      ],
    })),
);
afterAll(() => api[Symbol.asyncDispose]());

const startedAtMs = Date.now() - 60_000;
const runId = runIdAt(startedAtMs);
const identity = {
  runId,
  pipelineName: 'flights',
  pipelineNamespace: 'examples',
  stageName: 'enrich',
  dependencyName: 'airports',
};
const at = (ms: number) => new Date(startedAtMs + ms).toISOString();

const calls = (endpoint: string, own: object, ms = 9_000) =>
  lifecycleEvent('calls', startedAtMs + ms, {
    ...identity,
    dependencyEndpoint: endpoint,
    serverAddress: 'api.test',
    serverPort: 443,
    ...own,
  });
const change = (ms: number, from: string, to: string, breakerId = 'b1') =>
  lifecycleEvent('breakerChanged', startedAtMs + ms, {
    ...identity,
    dependencyBreakerId: breakerId,
    dependencyBreakerFrom: from,
    dependencyBreakerTo: to,
    dependencyBreakerReason: `to ${to}`,
  });
const rows = (errorType: string, dependencyRows: number) =>
  lifecycleEvent('rows', startedAtMs + 9_000, {
    ...identity,
    dependencyPolicy: 'load-unenriched',
    errorType,
    dependencyRows,
  });

beforeAll(async () => {
  const ofHotels = { pipelineName: 'hotels', runId: runIdAt(startedAtMs + 1), dependencyCalls: 0 };
  const events = [
    calls('GET /cities', { ...ofHotels, dependencyBreakerShared: true }),
    calls('GET /cities', { ...ofHotels, dependencyBreakerShared: false }, 9_001),
    calls('GET /airports/{iata}', {
      dependencyCalls: 90,
      dependencyBreakerShared: true,
      dependencyRequests: 100,
      dependencyRequestsFailed: 20,
      dependencyRetries: 10,
      dependencyErrors: { '5xx': 10, timeout: 5, '4xx': 5, breaker_open: 7 },
      dependencyDurationSumMs: 1_000,
      dependencyDurationMaxMs: 900,
      dependencyDurationBuckets: [0, 0, 0, 0, 0, 90, 0, 0, 0, 0, 0, 10],
      dependencyQuotaLimit: 1_000,
      dependencyQuotaRemaining: 10,
    }),
    calls('GET /cities', { dependencyCalls: 10, dependencyRequests: 10, dependencyDurationBuckets: [10] }),
    change(2_000, 'closed', 'open'),
    change(3_000, 'open', 'half-open'),
    change(3_100, 'half-open', 'open'),
    change(5_000, 'closed', 'open', 'b2'),
    change(6_000, 'open', 'half-open', 'b2'),
    change(6_100, 'half-open', 'closed', 'b2'),
    rows('breaker_open', 3_000),
    rows('5xx', 811),
    ...runEvents({ runId, startedAtMs }),
  ];
  await api.engine.insert('logs', [eventsRequest(events)]);
});

const list = async (query = '') => apiList.parse((await api.app.inject(`/api/v1/apis${query}`)).json()).items;

test('APIs come page by page, each once, the most urgent first', async () => {
  const all = await list();
  const seen: string[] = [];
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string';) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = apiList.parse((await api.app.inject(`/api/v1/apis?limit=1${query}`)).json());
    expect(page.total).toBe(all.length);
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all.toSorted((a, b) => a.urgency - b.urgency).map(({ name }) => name));
});

test('an API is told with its availability, latency, errors, rows and quota', async () => {
  const [airports, ...others] = await list();
  expect(others).toEqual([]);
  expect(airports).toMatchObject({
    name: 'airports',
    servers: ['api.test:443'],
    callers: [
      { namespace: 'examples', pipeline: 'flights', sharesBreaker: true },
      { namespace: 'examples', pipeline: 'hotels', sharesBreaker: false },
    ],
    calls: 100,
    requests: 110,
    failed: 20,
    notSent: 7,
    availability: 1 - 15 / 110,
    errors: { '5xx': 10, timeout: 5, '4xx': 5, breaker_open: 7 },
    quota: { limit: 1_000, remaining: 10, resetAt: null },
    rowsAffected: [
      { runId, pipeline: 'flights', stage: 'enrich', policy: 'load-unenriched', error: 'breaker_open', rows: 3_000 },
      { error: '5xx', rows: 811 },
    ],
    probe: null,
    shared: null,
  });
  expect(airports?.durationMs?.p50).toBeLessThanOrEqual(10);
  expect(airports?.durationMs?.p99).toBeGreaterThan(70);
});

test('the breaker timeline: an opening that never closed ends with its run', async () => {
  const [airports] = await list();
  expect(airports?.breakerState).toBe('closed');
  expect(airports?.breakerSpans.map(({ breakerId, state, from, to }) => [breakerId, state, from, to])).toEqual([
    ['b1', 'open', at(2_000), at(3_000)],
    ['b1', 'half-open', at(3_000), at(3_100)],
    ['b1', 'open', at(3_100), at(30_000)],
    ['b2', 'open', at(5_000), at(6_000)],
    ['b2', 'half-open', at(6_000), at(6_100)],
  ]);
});

test('a breaker that opened before the range and was open in it is told, one that was closed by then is not', async () => {
  const [airports] = await list(`?from=${at(10_000)}`);
  expect(airports?.breakerSpans.map(({ state, from, to }) => [state, from, to])).toEqual([
    ['open', at(3_100), at(30_000)],
  ]);
  const [before] = await list(`?from=${at(0)}&to=${at(9_500)}`);
  expect(before?.breakerSpans).toHaveLength(5);
});

test('an objective has its error budget', async () => {
  const [airports] = await list('?objective=0.8');
  expect(airports?.errorBudget).toMatchObject({ objective: 0.8, met: true, spent: 15 });
  const [configured] = await list();
  expect(configured?.objective).toBe(0.9);
  expect(configured?.errorBudget).toMatchObject({ objective: 0.9, met: false, spent: 15, leftShare: 0 });
  expect((await api.app.inject('/api/v1/apis?objective=99')).statusCode).toBe(400);
});

test('one API has its endpoints', async () => {
  const detail = apiDetail.parse((await api.app.inject('/api/v1/apis/airports')).json());
  expect(detail.endpoints.map(({ endpoint, requests }) => [endpoint, requests])).toEqual([
    ['GET /airports/{iata}', 100],
    ['GET /cities', 10],
  ]);
});

test('one API has its history, a step for each of the range', async () => {
  const path = `/api/v1/apis/airports/history?from=${at(-60_000)}&to=${at(120_000)}`;
  const { stepMs, items } = apiHistory.parse((await api.app.inject(path)).json());
  expect([stepMs, items.length]).toEqual([60_000, expect.any(Number)]);
  const called = items.filter(({ requests }) => requests > 0);
  expect(called).toEqual([
    {
      at: expect.any(String),
      requests: 110,
      failed: 20,
      availability: 1 - 15 / 110,
      errors: { '5xx': 10, timeout: 5, '4xx': 5, breaker_open: 7 },
      durationMs: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
    },
  ]);
  expect(items.find(({ requests }) => requests === 0)).toMatchObject({ availability: null, durationMs: null });
  const never = apiHistory.parse((await api.app.inject('/api/v1/apis/nobody/history')).json());
  expect(never.items.every(({ requests }) => requests === 0)).toBe(true);
});

test('filters', async () => {
  expect(await list(`?runId=${runId}`)).toHaveLength(1);
  expect(await list('?pipeline=flights&namespace=examples')).toHaveLength(1);
  expect(await list('?pipeline=other')).toEqual([]);
  expect(await list(`?from=${at(100_000)}`)).toEqual([]);
  const response = await api.app.inject('/api/v1/apis/nobody');
  expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
    404,
    'No call to the API nobody has been seen in that time.',
  ]);
});

describe('a shared breaker', () => {
  const put = (path: string, payload: object) =>
    api.app.inject({ method: 'PUT', url: `/api/v1/apis/${path}`, payload });
  const breakerOf = async (name: string) =>
    sharedBreaker.parse((await api.app.inject(`/api/v1/apis/${name}/breaker`)).json());

  test('is isolated and released by hand', async () => {
    expect(await breakerOf('airports')).toMatchObject({ isolated: false, openUntil: null, changedAt: null });
    await put('airports/isolation', { isolated: true, reason: 'maintenance' });
    expect(await breakerOf('airports')).toMatchObject({ isolated: true, reason: 'maintenance' });
    const isolated = (await list()).find(({ name }) => name === 'airports');
    expect(isolated).toMatchObject({ breakerState: 'isolated', requests: 110 });
    await put('airports/isolation', { isolated: false });
    expect(await breakerOf('airports')).toMatchObject({ isolated: false, reason: '' });
  });

  test('is isolated before its first call where the configuration names the API, and is gone when it is released', async () => {
    const names = async () => (await list()).map(({ name }) => name);
    await put('billing/isolation', { isolated: true, reason: 'maintenance' });
    const isolated = (await list()).find(({ name }) => name === 'billing');
    expect(isolated).toMatchObject({ breakerState: 'isolated', requests: 0, availability: null, durationMs: null });
    await put('billing/isolation', { isolated: false });
    expect(await names()).not.toContain('billing');
  });

  test.each([true, false])(
    'of an API nobody knows is refused, with the name that may be meant: %s',
    async (isolated) => {
      const response = await put('airprots/isolation', { isolated, reason: 'maintenance' });
      expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
        404,
        'No pipeline has called an API airprots and the configuration names none, so no call would be stopped. Did you mean airports? To isolate an API before its first call, list it under apis: in the configuration.',
      ]);
      expect(await breakerOf('airprots')).toMatchObject({ changedAt: null });
    },
  );

  test('is opened by one process for all, until it is over', async () => {
    await put('stock/breaker', { openForMs: 60_000, by: 'b1', reason: 'HTTP 503' });
    expect(await breakerOf('stock')).toMatchObject({
      openedBy: 'b1',
      reason: 'HTTP 503',
      openUntil: expect.any(String),
    });
    await put('stock/breaker', { openForMs: 0, by: 'b1' });
    expect(await breakerOf('stock')).toMatchObject({ openedBy: null, openUntil: null });
  });

  test('after an opening one process tries a call, and the others wait for what it says', async () => {
    const claim = async (by: string) =>
      trialAnswer.parse((await put('trial/breaker/trial', { by, forMs: 60_000 })).json());
    expect(await claim('b0')).toMatchObject({ granted: true, openedBy: null });
    await put('trial/breaker', { openForMs: 60_000, by: 'b1', reason: 'HTTP 503' });
    expect(await claim('b2')).toMatchObject({ granted: false, openedBy: 'b1' });
    await put('trial/breaker', { openForMs: 1, by: 'b1', reason: 'HTTP 503' });
    await expect.poll(() => breakerOf('trial')).toMatchObject({ halfOpen: true, openUntil: null, openedBy: null });
    const claims = await Promise.all(Array.from({ length: 34 }, (_, index) => claim(`p${index}`)));
    expect(claims.filter(({ granted }) => granted)).toHaveLength(1);
    const holder = claims[0]?.openedBy ?? '';
    expect(await claim(holder)).toMatchObject({ granted: true });
    await put('trial/breaker', { openForMs: 1, by: 'late', reason: 'failures of calls from before the opening' });
    expect(await breakerOf('trial')).toMatchObject({ openedBy: holder, reason: 'HTTP 503' });
    await put('trial/breaker', { openForMs: 90_000, by: 'longer', reason: 'HTTP 502' });
    expect(await breakerOf('trial')).toMatchObject({ openedBy: 'longer', reason: 'HTTP 502' });
    await put('trial/breaker', { openForMs: 0, by: holder });
    expect(await breakerOf('trial')).toMatchObject({ halfOpen: false, openForMs: null });
    expect(await claim('b3')).toMatchObject({ granted: true });
  });

  test('is held open by a person, whoever wants to try a call', async () => {
    await put('billing/isolation', { isolated: true, reason: 'maintenance' });
    await put('billing/breaker', { openForMs: 1, by: 'b1', reason: 'HTTP 503' });
    await expect
      .poll(() => breakerOf('billing'))
      .toMatchObject({ halfOpen: true, isolated: true, reason: 'maintenance' });
    const { granted, isolated } = trialAnswer.parse(
      (await put('billing/breaker/trial', { by: 'b2', forMs: 1_000 })).json(),
    );
    expect([granted, isolated]).toEqual([false, true]);
    await put('billing/breaker', { openForMs: 0, by: 'b1' });
    await put('billing/isolation', { isolated: false });
  });

  test('opens as long as a policy may ask for', async () => {
    const longest = await put('long/breaker', { openForMs: 2 ** 31 - 1, by: 'b1', reason: 'x'.repeat(500) });
    expect([longest.statusCode, longest.json<{ openForMs: number }>().openForMs]).toEqual([
      200,
      expect.closeTo(2 ** 31, -5),
    ]);
    await put('long/breaker', { openForMs: 0, by: 'b1' });
  });

  test.each([
    [{ isolated: 'yes' }, 'isolated'],
    [{ isolated: true, until: 'noon' }, 'until'],
    [{}, 'isolated'],
  ])('refuses %j', async (payload, path) => {
    const response = await put('billing/isolation', payload);
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain(path);
  });

  test('refuses what is no JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await api.app.inject({ method: 'PUT', url: '/api/v1/apis/x/isolation', payload: '{', headers });
    expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
      400,
      expect.stringMatching(/^The body is not JSON/),
    ]);
  });
});

test('a name with a NUL is refused, in a reason it is replaced, and neither fails the server', async () => {
  const named = (method: 'GET' | 'PUT', url: string, payload?: object) =>
    api.app.inject({ method, url: `/api/v1/apis/${url}`, ...(payload === undefined ? {} : { payload }) });
  const order = { isolated: true, reason: 'x' };
  const notice = { openForMs: 1_000, by: 'worker\0 1', reason: 'bad \0 byte' };
  for (const name of ['air%00ports', '%00']) {
    expect((await named('GET', `${name}/breaker`)).statusCode).toBe(400);
    expect((await named('PUT', `${name}/isolation`, order)).statusCode).toBe(400);
    expect((await named('PUT', `${name}/breaker`, notice)).statusCode).toBe(400);
    for (const path of [name, `${name}/history`]) expect((await named('GET', path)).statusCode).toBeLessThan(500);
  }
  const opened = await named('PUT', 'billing/breaker', notice);
  expect(opened.statusCode, opened.body).toBe(200);
  expect(opened.json()).toMatchObject({ reason: 'bad \uFFFD byte' });
  await named('PUT', 'billing/breaker', { ...notice, openForMs: 0 });
});

test('those that cannot be used come first, and are counted on every page, however many there are', async () => {
  const called = (name: string, failed: number) =>
    calls('GET /x', {
      runId: `of-${name}`,
      dependencyName: name,
      dependencyCalls: 5,
      dependencyRequests: 5,
      dependencyRequestsFailed: failed,
      dependencyErrors: failed > 0 ? { '5xx': failed } : {},
    });
  const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
  await api.engine.insert('logs', [
    eventsRequest([...names.map((name) => called(name, 0)), called('z1', 5), called('z2', 5)]),
  ]);
  const page = apiList.parse((await api.app.inject('/api/v1/apis?limit=1')).json());
  expect([page.items.map(({ name }) => name), page.unusable]).toEqual([['z1'], 2]);
});
