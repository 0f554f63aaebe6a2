import { traceHistogram, traceList } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, spansRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

const beganAtMs = Date.parse('2026-01-02T03:00:00.000Z');
const minuteMs = 60_000;
const hex = (id: string) => Buffer.from(id, 'hex');

interface Sample {
  readonly trace: string;
  readonly span: number;
  readonly parent?: number;
  readonly name: string;
  readonly atMs: number;
  readonly tookMs: number;
  readonly isFailed?: boolean;
  readonly attributes?: Record<string, string>;
}

const spanOf = ({ trace, span, parent, name, atMs, tookMs, isFailed = false, attributes = {} }: Sample) => ({
  traceId: hex(trace.repeat(16)),
  spanId: hex(span.toString(16).padStart(16, '0')),
  parentSpanId: parent === undefined ? Buffer.alloc(0) : hex(parent.toString(16).padStart(16, '0')),
  name,
  kind: parent === undefined ? 2 : 3,
  startTimeUnixNano: unixNanoOf(beganAtMs + atMs),
  endTimeUnixNano: unixNanoOf(beganAtMs + atMs + tookMs),
  status: { code: isFailed ? 2 : 0 },
  attributes: attributesOf(attributes),
});

const send = (service: string, spans: readonly Sample[]) =>
  api.engine.insert('traces', [
    spansRequest(spans.map(spanOf), { 'service.name': service, 'host.name': `${service}-1` }),
  ]);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await send('shop', [
    { trace: 'a1', span: 1, name: 'POST /pay', atMs: 0, tookMs: 300, attributes: { 'http.route': '/pay' } },
  ]);
  // The rest of a trace comes in another request, later and from another service.
  await send('bank', [
    {
      trace: 'a1',
      span: 2,
      parent: 1,
      name: 'charge card',
      atMs: 100,
      tookMs: 2_000,
      isFailed: true,
      attributes: { card: 'visa' },
    },
  ]);
  await send('shop', [
    { trace: 'b2', span: 1, name: 'GET /cart', atMs: 10 * minuteMs, tookMs: 40, attributes: { 'http.route': '/cart' } },
    { trace: 'b2', span: 2, parent: 1, name: 'SELECT cart', atMs: 10 * minuteMs + 5, tookMs: 30 },
  ]);
  // Lasts for hours; its root is received last.
  await send('etl', [{ trace: 'c3', span: 2, parent: 1, name: 'load', atMs: 200 * minuteMs, tookMs: minuteMs }]);
  await send('etl', [{ trace: 'c3', span: 1, name: 'job nightly', atMs: 20 * minuteMs, tookMs: 300 * minuteMs }]);
  await send('worker', [
    {
      trace: 'd4',
      span: 9,
      parent: 8,
      name: 'consume',
      atMs: 30 * minuteMs,
      tookMs: 5,
      attributes: { 'pipeline.name': 'orders', 'pipeline.run.id': 'run-4' },
    },
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const list = async (query: string) => traceList.parse((await api.app.inject(`/api/v1/traces?${query}`)).json());
const idsOf = async (query: string): Promise<string[]> =>
  (await list(query)).items.map(({ traceId }) => traceId.slice(0, 2));
const at = (ms: number) => new Date(beganAtMs + ms).toISOString();

test('a trace is listed once, as a whole, whoever sent its parts and when', async () => {
  const { items, nextCursor } = await list('');
  expect(items.map(({ traceId }) => traceId.slice(0, 2))).toEqual(['d4', 'c3', 'b2', 'a1']);
  expect(nextCursor).toBeNull();
  expect(items.at(-1)).toEqual({
    traceId: 'a1'.repeat(16),
    startedAt: '2026-01-02T03:00:00.000000000Z',
    durationMs: 2_100,
    spans: 2,
    errors: 1,
    name: 'POST /pay',
    service: 'shop',
    hasRoot: true,
    services: ['bank', 'shop'],
    runs: [],
  });
  expect(items[0]).toMatchObject({
    name: 'consume',
    hasRoot: false,
    runs: [{ namespace: 'default', pipeline: 'orders', runId: 'run-4' }],
  });
});

test('the list is a file too', async () => {
  const csv = await api.app.inject('/api/v1/trace-export?sort=slowest');
  expect(csv.headers).toMatchObject({ 'content-disposition': 'attachment; filename="traces.csv"' });
  const [head, ...lines] = csv.body.trimEnd().split('\r\n');
  expect(head).toBe('trace_id,name,service,services,started_at,duration_ms,spans,spans_failed,run_ids,pipelines');
  expect(lines.map((line) => line.slice(0, 2))).toEqual(['c3', 'a1', 'b2', 'd4']);
  const ndjson = await api.app.inject('/api/v1/trace-export?format=ndjson&service=worker');
  expect(JSON.parse(ndjson.body)).toMatchObject({ name: 'consume', runs: [{ runId: 'run-4' }] });
});

describe('traces are found', () => {
  test.each([
    ['service=bank', ['a1']],
    ['name=charge card', ['a1']],
    ['name=charge card&service=shop', []],
    ['status=error', ['a1']],
    ['status=ok', ['d4', 'c3', 'b2']],
    ['minDurationMs=2100', ['c3', 'a1']],
    ['maxDurationMs=40', ['d4', 'b2']],
    ['q=card:visa', ['a1']],
    ['q=card:visa status:error kind:client', ['a1']],
    ['q=card:visa kind:server', []],
    ['q=http.route:* -http.route:"/cart"', ['a1']],
    ['q=CART', ['b2']],
    ['q=name:GET*', ['b2']],
    ['q=host.name:etl-1', ['c3']],
    ['q=duration:>1500 duration:<1e4', ['a1']],
    ['q=duration:30..40', ['b2']],
    ['q=service:worker OR charge', ['d4', 'a1']],
    ['pipeline=orders', ['d4']],
    ['runId=run-4', ['d4']],
    [`from=${at(minuteMs)}&to=${at(20 * minuteMs)}`, ['b2']],
    [`from=${at(150 * minuteMs)}`, []],
    [`from=${at(20 * minuteMs)}&to=${at(21 * minuteMs)}&q=name:load`, ['c3']],
    ['sort=oldest', ['a1', 'b2', 'c3', 'd4']],
    ['sort=slowest', ['c3', 'a1', 'b2', 'd4']],
    ['sort=quickest&limit=1', ['d4']],
  ])('by %s', async (query, ids) => {
    expect(await idsOf(encodeURI(query))).toEqual(ids);
  });
});

test.each(['newest', 'oldest', 'slowest', 'quickest'])('pages of the %s hold every trace once', async (sort) => {
  const found: string[] = [];
  for (let cursor: string | null | undefined = ''; cursor !== null;) {
    const page = await list(`sort=${sort}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items.map(({ traceId }) => traceId.slice(0, 2)));
    cursor = page.nextCursor ?? null;
  }
  expect(found).toEqual(await idsOf(`sort=${sort}`));
});

test('the histogram counts traces by start and by how long they took', async () => {
  const query = `from=${at(0)}&to=${at(40 * minuteMs)}&buckets=4`;
  const answer = traceHistogram.parse((await api.app.inject(`/api/v1/traces/histogram?${query}`)).json());
  expect(answer.stepMs).toBe(10 * minuteMs);
  expect(answer.buckets.map(({ count, errors }) => [count, errors])).toEqual([
    [1, 1],
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
  const bands = answer.buckets.map(({ counts }) => answer.edgesMs[counts.indexOf(1)]);
  expect(bands).toEqual([2_000, 20, 10_000_000, 5]);
  expect(answer.buckets[0]).toMatchObject({ p50Ms: 2_100, maxMs: 2_100 });
  const empty = traceHistogram.parse((await api.app.inject('/api/v1/traces/histogram?service=nobody')).json());
  expect(empty.edgesMs).toEqual([]);
});
