import { logCount, logFacets, logHistogram, logPage, type LogPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { attributesOf, logsRequest, type SampleValue, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const answerOf = async <Shape extends z.ZodType>(
  shape: Shape,
  path: string,
  query: Record<string, string | number> = {},
) => {
  const response = await api.app.inject({ url: `/api/v1/logs${path}`, query: query as Record<string, string> });
  expect(response.statusCode, response.body).toBe(200);
  return shape.parse(response.json());
};

const bodies = (page: LogPage): string[] => page.items.map((record) => record.body);

const nowMs = Date.now();
const hourMs = 3_600_000;
const traceId = 'c'.repeat(32);

const record = (
  atMs: number,
  body: string,
  attributes: Readonly<Record<string, SampleValue>> = {},
  severityNumber = 9,
) => ({
  timeUnixNano: unixNanoOf(atMs),
  severityNumber,
  body: text(body),
  attributes: attributesOf(attributes),
});

const identity = { 'pipeline.name': 'flights', 'pipeline.run.id': 'run-1', 'pipeline.stage.name': 'load' };

beforeAll(async () => {
  const loader = [
    record(nowMs - 60_000, 'Deadlock victim, retrying statement 42', { ...identity, attempt: 2 }, 13),
    record(nowMs - 120_000, 'Connection reset by peer', { ...identity, attempt: 10 }, 17),
    record(nowMs - 3 * hourMs, 'Loaded 4711 rows into flights.daily', {
      table: 'flights.daily',
      'file.names': ['a.csv', 'b c.csv'],
      kv: { days: 7, 'deep.er': 2 },
    }),
    {
      ...record(nowMs - 50 * hourMs, 'Größe überschritten: reset of the peer', {}, 21),
      traceId: Buffer.from(traceId, 'hex'),
    },
  ];
  const gateway = [record(nowMs - 90_000, 'GET /airports/JFK took 5000 ms', { 'http.route': '/airports/{id}' }, 5)];
  await api.engine.insert('logs', [
    logsRequest(loader, { 'service.name': 'loader', 'host.name': 'db-1' }),
    logsRequest(gateway, { 'service.name': 'gateway', 'host.name': 'edge-1', place: { rack: 4 } }),
  ]);
});

const deadlock = 'Deadlock victim, retrying statement 42';
const reset = 'Connection reset by peer';
const loaded = 'Loaded 4711 rows into flights.daily';
const size = 'Größe überschritten: reset of the peer';
const get = 'GET /airports/JFK took 5000 ms';

describe('search', () => {
  test.each<[string, string[]]>([
    ['-unwritten', [deadlock, get, reset, loaded, size]],
    ['reset', [reset, size]],
    ['RESET peer', [reset, size]],
    ['"reset by peer"', [reset]],
    ['res', []],
    ['-reset', [deadlock, get, loaded]],
    ['-"reset by peer" reset', [size]],
    ['Größe', [size]],
    ['flights.daily', [loaded]],
    ['/airports/JFK', [get]],
    ['attempt:2', [deadlock]],
    ['attempt:"10"', [reset]],
    ['-attempt:2 service:loader', [reset, loaded, size]],
    ['host.name:edge-1', [get]],
    ['host.name:edge-1 GET', [get]],
    ['-host.name:db-1', [get]],
    ['http.route:"/airports/{id}"', [get]],
    ['severity:ERROR+', [reset, size]],
    ['level:warn', [deadlock]],
    ['-severity:INFO', [deadlock, get, reset, size]],
    ['res*', [reset, size]],
    ['dead* 42', [deadlock]],
    ['eset*', []],
    ['-res*', [deadlock, get, loaded]],
    ['flights.da*', [loaded]],
    ['Größ*', [size]],
    ['table:flights*', [loaded]],
    ['attempt:1*', [reset]],
    ['attempt:*', [deadlock, reset]],
    ['-attempt:* service:load*', [loaded, size]],
    ['host.name:edge*', [get]],
    ['file.names:a.csv', [loaded]],
    ['file.names:"b c.csv"', [loaded]],
    ['file.names:b*', [loaded]],
    ['file.names:c', []],
    ['-file.names:a.csv service:loader', [deadlock, reset, size]],
    ['pipeline:flights stage:load', [deadlock, reset]],
    ['run:run-1 -retrying', [reset]],
    [`trace:${traceId.toUpperCase()}`, [size]],
    ['nothing:here', []],
    ["it's \\ a 'quote", []],
    ['airports OR Größe', [get, size]],
    ['airports or deadlock', [deadlock, get]],
    ['NOT airports', [deadlock, reset, loaded, size]],
    ['reset AND peer', [reset, size]],
    ['reset AND NOT connection', [size]],
    ['(airports OR connection) attempt:*', [reset]],
    ['-(reset OR airports)', [deadlock, loaded]],
    ['reset connection OR airports', [get, reset]],
    ['attempt:>2', [reset]],
    ['attempt:>=2', [deadlock, reset]],
    ['attempt:3..10', [reset]],
    ['-attempt:>2 service:loader', [deadlock, loaded, size]],
    ['severity:>WARN', [reset, size]],
    ['severity:WARN,CRITICAL', [deadlock, size]],
    ['attempt:(2 OR 10)', [deadlock, reset]],
    ['body:airports', [get]],
    ['kv.days:7', [loaded]],
    ['kv.deep.er:>1', [loaded]],
    ['-kv.days:7 service:loader', [deadlock, reset, size]],
    ['kv.days:*', [loaded]],
    ['kv.none:*', []],
    ['place.rack:4', [get]],
  ])('q=%s', async (q, expected) => {
    expect(bodies(await answerOf(logPage, '', { q }))).toEqual(expected);
    expect((await answerOf(logCount, '/count', { q })).count).toBe(expected.length);
  });

  test.each<[Record<string, string>, string[]]>([
    [{ severity: 'WARN,CRITICAL' }, [deadlock, size]],
    [{ severity: 'error+' }, [reset, size]],
    [{ runId: 'run-1' }, [deadlock, reset]],
    [{ traceId }, [size]],
    [{ service: 'gateway' }, [get]],
    [{ namespace: 'default', order: 'asc' }, [reset, deadlock]],
    [{ from: new Date(nowMs - 100_000).toISOString() }, [deadlock, get]],
    [{ to: new Date(nowMs - 100_000).toISOString() }, [reset, loaded, size]],
    [{ from: '0001-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z', order: 'asc' }, [size, loaded, reset, get, deadlock]],
  ])('filter %o', async (filter, expected) => {
    expect(bodies(await answerOf(logPage, '', filter))).toEqual(expected);
  });

  test('a record carries what its sender said', async () => {
    const page = await answerOf(logPage, '', { q: 'deadlock' });
    expect(page.items[0]).toEqual({
      timestamp: `${new Date(nowMs - 60_000).toISOString().slice(0, -1)}000000Z`,
      severity: 'WARN',
      severityNumber: 13,
      body: deadlock,
      eventName: null,
      service: 'loader',
      namespace: 'default',
      pipeline: 'flights',
      runId: 'run-1',
      stage: 'load',
      stageId: null,
      traceId: null,
      spanId: null,
      attributes: { ...identity, attempt: '2' },
      resource: { 'service.name': 'loader', 'host.name': 'db-1' },
      scope: 'scope',
    });
  });
});

describe('symbols, addresses and paths are text', () => {
  beforeAll(async () => {
    const signs = [
      'launch🚀 of 👨‍🚀',
      '🚀 launched',
      'load→store',
      'GET https://ex.org/a?b=c --retry',
      String.raw`wrote C:\temp\x`,
    ];
    const records = signs.map((body) => record(nowMs - 200 * 24 * hourMs, body));
    await api.engine.insert('logs', [logsRequest(records, { 'service.name': 'signs' })]);
  });

  test.each([
    ['🚀', ['launch🚀 of 👨‍🚀', '🚀 launched']],
    ['launch🚀', ['launch🚀 of 👨‍🚀']],
    ['launch🚀*', ['launch🚀 of 👨‍🚀']],
    ['-🚀 →', ['load→store']],
    ['"🚀 launched"', ['🚀 launched']],
    ['https://ex.org/a?b=c', ['GET https://ex.org/a?b=c --retry']],
    [String.raw`C:\temp`, [String.raw`wrote C:\temp\x`]],
    [String.raw`"wrote C:\temp"`, [String.raw`wrote C:\temp\x`]],
    ['--retry', ['GET https://ex.org/a?b=c --retry']],
  ])('%s', async (q, expected) => {
    const found = bodies(await answerOf(logPage, '', { q, service: 'signs' }));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe('paging', () => {
  const tiesAtMs = nowMs - 100 * 24 * hourMs;
  beforeAll(async () => {
    const ties = Array.from({ length: 40 }, (_, index) => record(tiesAtMs + (index % 3), `tie ${index % 8}`, {}));
    await api.engine.insert('logs', [logsRequest(ties, { 'service.name': 'ties' })]);
  });

  test.each([
    ['desc', 1],
    ['desc', 7],
    ['asc', 3],
    ['asc', 40],
  ])('%s by %i neither skips nor repeats records of equal time and content', async (order, limit) => {
    const pages: LogPage[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: LogPage = await answerOf(logPage, '', {
        service: 'ties',
        order,
        limit,
        ...(cursor ? { cursor } : {}),
      });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      pages.push(page);
      cursor = page.nextCursor;
    }
    const items = pages.flatMap((page) => page.items);
    const key = (at: number, body: string) => `${at} ${body}`;
    const seen = items.map((item) => key(Date.parse(item.timestamp) - tiesAtMs, item.body)).sort();
    const sent = Array.from({ length: 40 }, (_, index) => key(index % 3, `tie ${index % 8}`)).sort();
    expect(seen).toEqual(sent);
    const times = items.map((item) => item.timestamp);
    expect(times).toEqual(order === 'asc' ? times.toSorted() : times.toSorted().reverse());
  });
});

describe('counts', () => {
  beforeAll(async () => {
    const epochs = [0, 86_400_000, nowMs, Date.UTC(2100, 5, 1)].map((atMs) => record(atMs, 'epoch', {}));
    const burst = [0, 2_000, 5_000].map((ms) => record(1_763_900_000_000 + ms, 'burst', {}));
    await api.engine.insert('logs', [
      logsRequest(epochs, { 'service.name': 'epochs' }),
      logsRequest(burst, { 'service.name': 'burst' }),
    ]);
  });

  test('a histogram covers its range without holes and agrees with the count, by minutes and by records', async () => {
    const range = { from: new Date(nowMs - 4 * hourMs).toISOString(), to: new Date(nowMs + hourMs).toISOString() };
    for (const filter of [{}, { q: 'airports' }]) {
      const histogram = await answerOf(logHistogram, '/histogram', { ...range, ...filter, buckets: 40 });
      expect(histogram.stepMs).toBe(600_000);
      expect(histogram.buckets.length).toBeLessThanOrEqual(40);
      expect(Date.parse(histogram.buckets[0]?.at ?? '')).toBe(Date.parse(histogram.from));
      const total = histogram.buckets.reduce((sum, { count }) => sum + count, 0);
      expect(total).toBe((await answerOf(logCount, '/count', { ...range, ...filter })).count);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['everything', {}],
    ['what the minutes cannot tell', { q: 'reset' }],
    ['from within a minute on', { from: new Date(nowMs - 100_001).toISOString() }],
    ['up to a time within a minute', { to: new Date(nowMs - 100_001).toISOString(), severity: 'WARN+' }],
    ['a service', { service: 'loader' }],
    ['records of 1970, of now and of 2100', { service: 'epochs' }],
    ['of 2100 alone', { service: 'epochs', from: '2090-01-01T00:00:00Z' }],
    ['of nothing', { service: 'nobody' }],
  ])('a histogram without a range spans what matches, as the count does: %s', async (_name, filter) => {
    const histogram = await answerOf(logHistogram, '/histogram', filter);
    const sum = histogram.buckets.reduce((total, bucket) => total + bucket.count, 0);
    expect(sum).toBe((await answerOf(logCount, '/count', filter)).count);
    expect(histogram.buckets.length).toBeLessThanOrEqual(60);
    for (const { at: _at, count, ...levels } of histogram.buckets)
      expect(Object.values(levels).reduce((a, b) => a + b)).toBe(count);
    const times = (await answerOf(logPage, '', { ...filter, limit: 1000 })).items.map((item) =>
      Date.parse(item.timestamp),
    );
    for (const at of times) {
      expect(at).toBeGreaterThanOrEqual(Date.parse(histogram.from));
      expect(at).toBeLessThan(Date.parse(histogram.to));
    }
  });

  test('what came within seconds is shown by parts of a second, though minutes are counted before', async () => {
    const { buckets, stepMs } = await answerOf(logHistogram, '/histogram', { service: 'burst' });
    expect(stepMs).toBeLessThan(60_000);
    expect(buckets.filter(({ count }) => count > 0).length).toBeGreaterThan(1);
  });

  test('a histogram of a run spans that run', async () => {
    const histogram = await answerOf(logHistogram, '/histogram', { runId: 'run-1' });
    expect(Date.parse(histogram.from)).toBeLessThanOrEqual(nowMs - 120_000);
    expect(Date.parse(histogram.to) - Date.parse(histogram.from)).toBeLessThan(180_000);
    expect(histogram.buckets.reduce((sum, bucket) => sum + bucket.WARN + bucket.ERROR, 0)).toBe(2);
  });

  test('facets name the attributes and their values, of all records or of those that match', async () => {
    const range = { from: new Date(nowMs - 4 * hourMs).toISOString() };
    const { attributes = [], sample } = await answerOf(logFacets, '/facets', { ...range, service: 'loader' });
    expect(sample).toEqual({ records: 3, isAll: true });
    expect(attributes.find(({ key }) => key === 'attempt')).toEqual({
      key: 'attempt',
      records: 2,
      distinctValues: 2,
      values: [
        { value: '10', count: 1 },
        { value: '2', count: 1 },
      ],
    });
    expect(attributes.map(({ records }) => records)).toEqual(
      attributes.map(({ records }) => records).toSorted((a, b) => b - a),
    );
    const one = await answerOf(logFacets, '/facets', { ...range, q: 'retrying', key: 'attempt' });
    expect(one.facets).toEqual([]);
    expect(one.attributes).toEqual([
      { key: 'attempt', records: 1, distinctValues: 1, values: [{ value: '2', count: 1 }] },
    ]);
    expect((await answerOf(logFacets, '/facets', { key: "nobody's" })).attributes).toEqual([]);
  });

  test('facets count long values and do not list them', async () => {
    const records = ['short', 'x'.repeat(1_000_000)].map((payload) => ({
      body: text('told'),
      attributes: attributesOf({ payload }),
    }));
    await api.engine.insert('logs', [logsRequest(records, { 'service.name': 'wordy' })]);
    expect((await answerOf(logFacets, '/facets', { service: 'wordy', key: 'payload' })).attributes).toEqual([
      { key: 'payload', records: 2, distinctValues: 2, values: [{ value: 'short', count: 1 }] },
    ]);
  });

  test('facets name the commonest values', async () => {
    const { facets } = await answerOf(logFacets, '/facets', {
      q: 'severity:WARN+ service:loader',
      from: new Date(nowMs - 4 * hourMs).toISOString(),
    });
    expect(Object.fromEntries(facets.map(({ key, values }) => [key, values]))).toMatchObject({
      severity: [
        { value: 'WARN', count: 1 },
        { value: 'ERROR', count: 1 },
      ],
      service: [{ value: 'loader', count: 2 }],
      pipeline: [{ value: 'flights', count: 2 }],
      stage: [{ value: 'load', count: 2 }],
    });
    const ofAllTime = await answerOf(logFacets, '/facets', { q: 'severity:WARN+ service:loader' });
    expect(ofAllTime.facets[0]?.values).toContainEqual({ value: 'CRITICAL', count: 1 });
  });
});

test.each([
  ['?severity=loud', 'SEVERITY_UNKNOWN'],
  ['?q=%22open', 'PARAMETER_INVALID'],
  ['?q=a+OR', 'PARAMETER_INVALID'],
  ['?q=severity:nonsense', 'PARAMETER_INVALID'],
  ['?q=-', 'PARAMETER_INVALID'],
  ['?q=after)', 'PARAMETER_INVALID'],
  ['?q=attempt:5..1', 'PARAMETER_INVALID'],
  ['?q=service:%3E10', 'PARAMETER_INVALID'],
  [`?q=${'a+'.repeat(65)}`, 'PARAMETER_INVALID'],
  ['?limit=5000', 'PARAMETER_INVALID'],
  ['?cursor=WyJ4IiwieSIsMV0', 'CURSOR_INVALID'],
])('%s is refused', async (query, code) => {
  const response = await api.app.inject(`/api/v1/logs${query}`);
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({
    status: 400,
    type: `urn:sightglass:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  });
});
