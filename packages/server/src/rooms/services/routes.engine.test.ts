import { serviceList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logsRequest, metricsRequest, spansRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

const atMs = Date.parse('2026-05-01T10:00:00Z');
const nano = (minute: number) => unixNanoOf(atMs + minute * 60_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const record = (minute: number, severityNumber: number) => ({
    timeUnixNano: nano(minute),
    severityNumber,
    body: text('x'),
  });
  const span = (index: number, code: number) => ({
    traceId: Buffer.alloc(16, index),
    spanId: Buffer.alloc(8, index),
    name: 'GET /',
    startTimeUnixNano: nano(index),
    endTimeUnixNano: nano(index),
    status: { code },
  });
  const gauge = (name: string) => ({ name, gauge: { dataPoints: [{ timeUnixNano: nano(0), asDouble: 1 }] } });
  const shop = { 'service.name': 'shop', 'service.namespace': 'retail', 'deployment.environment.name': 'production' };
  await api.engine.insert('logs', [
    logsRequest([record(0, 9), record(1, 17)], shop),
    logsRequest([record(3, 9)], { 'service.name': 'cron', 'deployment.environment': 'staging' }),
  ]);
  await api.engine.insert('traces', [
    spansRequest([span(1, 0), span(2, 2)], shop),
    spansRequest([span(9, 0)], { ...shop, 'deployment.environment.name': 'test' }),
  ]);
  await api.engine.insert('metrics', [metricsRequest([gauge('a'), gauge('b'), gauge('a')], shop)]);
});
afterAll(() => api[Symbol.asyncDispose]());

const list = async (query = '') => serviceList.parse((await api.app.inject(`/api/v1/services${query}`)).json());

test('each that sends is there once, with how much of each signal, those that sent last first', async () => {
  const { items, total } = await list();
  expect(total).toBe(2);
  expect(items).toEqual([
    {
      service: 'shop',
      namespaces: ['retail'],
      environments: ['production', 'test'],
      pipelines: [],
      firstAt: '2026-05-01T10:00:00.000Z',
      lastAt: '2026-05-01T10:09:00.000Z',
      logs: { records: 2, errors: 1, firstAt: '2026-05-01T10:00:00Z', lastAt: '2026-05-01T10:01:00Z' },
      spans: { spans: 3, errors: 1, firstAt: '2026-05-01T10:01:00.000Z', lastAt: '2026-05-01T10:09:00.000Z' },
      metrics: { metrics: 2, points: 3, firstAt: '2026-05-01T10:00:00.000Z', lastAt: '2026-05-01T10:00:00.000Z' },
    },
    expect.objectContaining({ service: 'cron', environments: ['staging'], namespaces: [], spans: null, metrics: null }),
  ]);
});

test('in a time are those that sent something then, and the list is a file too', async () => {
  const names = async (query: string) => (await list(query)).items.map(({ service }) => service);
  expect(await names('?from=2026-05-01T10:04:00Z')).toEqual(['shop']);
  expect(await names('?to=2026-05-01T10:03:00Z')).toEqual(['shop']);
  expect(await names('?to=2026-05-01T10:03:01Z')).toEqual(['shop', 'cron']);
  expect((await list('?from=2026-05-01T11:00:00Z')).total).toBe(0);
  const csv = (await api.app.inject('/api/v1/service-export?search=shop')).body.trimEnd().split('\r\n');
  expect(csv).toEqual([
    'service,namespaces,environments,pipelines,first_at,last_at,logs,log_errors,spans,spans_failed,metrics',
    'shop,retail,production test,,2026-05-01T10:00:00.000Z,2026-05-01T10:09:00.000Z,2,1,3,1,2',
  ]);
});

test('a part of the name is enough, and nobody is no error', async () => {
  expect((await list('?search=SHO')).items.map(({ service }) => service)).toEqual(['shop']);
  expect(await list('?search=nobody')).toEqual({ items: [], total: 0 });
});
