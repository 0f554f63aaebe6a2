import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './_api.ts';
import { encodeCursor } from '../http/cursor.ts';
import { eventsRequest, runEvents } from './runs/_runs.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.engine.insert('logs', [eventsRequest(runEvents({ runId: 'r', startedAtMs: Date.now() - 60_000 }))]);
});
afterAll(() => api[Symbol.asyncDispose]());

const everything = { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' };
const nothing = { from: '9999-01-01T00:00:00Z', to: '0001-01-01T00:00:00Z' };
const long = "it's ünïcode \\ ".repeat(130);

test.each<[string, Record<string, string>]>([
  ...['/runs', '/logs', '/logs/count', '/logs/facets', '/logs/histogram'].flatMap(
    (path): [string, Record<string, string>][] => [
      [path, everything],
      [path, nothing],
    ],
  ),
  ['/logs/histogram', { ...everything, q: 'extract', buckets: '1' }],
  ['/metrics/query', { name: 'x', ...everything }],
  ['/metrics/query', { name: long, ...nothing, groupBy: long, filter: "a:'" }],
  ['/logs', { q: long, service: long, event: '{p0:String}' }],
  ['/logs', { q: '- : "" \\" key: -key:"" a:b:c * ? [', runId: '\0' }],
  ['/logs', { q: '-- \\" -key:"" a:b:c * ? [', runId: '\0' }],
  ['/logs', { cursor: encodeCursor(['9999999999999999999', '99999999999999999999', Number.MAX_SAFE_INTEGER]) }],
  ['/logs', { cursor: encodeCursor(['0', '0', 0]), order: 'asc' }],
  ['/runs', { cursor: encodeCursor([Number.MAX_SAFE_INTEGER, long]) }],
  ['/runs', { cursor: encodeCursor([Number.MIN_SAFE_INTEGER, '']), pipeline: long, state: 'lost,running' }],
  [`/runs/${encodeURIComponent("'; DROP TABLE runs; --")}`, {}],
  [`/pipelines/${encodeURIComponent('a/b')}/${encodeURIComponent('%00\\')}`, {}],
])('%s %o is answered or refused, never failed', async (path, query) => {
  const response = await api.app.inject({ url: `/api/v1${path}`, query });
  expect([200, 400, 404], response.body).toContain(response.statusCode);
});

test('everything is everything', async () => {
  const count = async (query: object) =>
    (await api.app.inject({ url: '/api/v1/logs/count', query: query as Record<string, string> })).json<{
      count: number;
    }>().count;
  expect(await count(everything)).toBe(await count({}));
  const histogram = (await api.app.inject({ url: '/api/v1/logs/histogram', query: everything })).json<{
    buckets: { INFO: number }[];
  }>();
  expect(histogram.buckets.reduce((sum, bucket) => sum + bucket.INFO, 0)).toBe(await count({}));
  const { items } = (await api.app.inject({ url: '/api/v1/runs', query: everything })).json<{ items: object[] }>();
  expect(items).toHaveLength(1);
});
