import { metricAttributes, metricNames } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, metricsRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const point = (pool: string, minute: number) => ({
    timeUnixNano: unixNanoOf(Date.parse('2026-05-01T10:00:00Z') + minute * 60_000),
    asDouble: minute,
    attributes: attributesOf({ pool }),
  });
  const counter = (name: string) => ({
    name,
    description: 'Rows that were loaded',
    sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [point('a', 0)] },
  });
  const gauge = { dataPoints: [point('a', 0), point('a', 1), point('b', 0), point('a', 2)] };
  const metrics = [{ name: 'db.pool', unit: '{connection}', gauge }, counter('rows.cumulative'), counter('rows.new')];
  await api.engine.insert('metrics', [metricsRequest(metrics, { 'service.name': 'loader', 'host.name': 'h1' })]);
});
afterAll(() => api[Symbol.asyncDispose]());

test('names', async () => {
  const { items } = metricNames.parse((await api.app.inject('/api/v1/metrics/names')).json());
  expect(items[0]).toEqual({
    name: 'db.pool',
    type: 'gauge',
    unit: '{connection}',
    description: '',
    services: ['loader'],
    isMonotonic: false,
    points: 4,
    lastAt: '2026-05-01T10:02:00.000Z',
  });
  const found = async (search: string) =>
    metricNames.parse((await api.app.inject(`/api/v1/metrics/names?${search}`)).json()).items.map(({ name }) => name);
  expect(await found('search=CUMULATIVE+rows')).toEqual(['rows.cumulative']);
  expect(await found('search=loaded')).toEqual(['rows.cumulative', 'rows.new']);
  expect(await found('search=pool&service=nobody')).toEqual([]);
});

test('by what a metric can be grouped', async () => {
  const answer = metricAttributes.parse((await api.app.inject('/api/v1/metrics/attributes?name=db.pool')).json());
  expect(answer.sample).toEqual({ points: 4 });
  expect(answer.attributes[0]).toEqual({ key: 'pool', distinctValues: 2, values: ['a', 'b'], isResource: false });
  expect(answer.attributes.map(({ key }) => key)).toContain('host.name');
});

test('names come page by page, each once', async () => {
  const pageOf = async (query: string) =>
    metricNames.parse((await api.app.inject(`/api/v1/metrics/names?${query}`)).json());
  const all = (await pageOf('')).items.map(({ name }) => name);
  const seen: string[] = [];
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string';) {
    const page = await pageOf(`limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all);
});
