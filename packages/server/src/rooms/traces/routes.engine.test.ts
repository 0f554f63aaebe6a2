import { gunzipSync } from 'node:zlib';
import { spanDetail, trace, traceList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, spansRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const startedAtMs = Date.parse('2026-01-02T03:04:05.678Z');
const spanId = (index: number) => index.toString(16).padStart(16, '0');
const hex = (id: string) => Buffer.from(id, 'hex');

const spanOf = (traceId: string, index: number, more: object = {}) => ({
  traceId: hex(traceId),
  spanId: hex(spanId(index)),
  parentSpanId: index === 1 ? Buffer.alloc(0) : hex(spanId(1)),
  name: `span ${index}`,
  kind: 3,
  startTimeUnixNano: unixNanoOf(startedAtMs + index / 1_000),
  endTimeUnixNano: unixNanoOf(startedAtMs + index / 1_000 + 2.5),
  ...more,
});

test('a trace comes whole, by start, with times to the microsecond', async () => {
  const traceId = 'a1'.repeat(16);
  const detailed = spanOf(traceId, 3, {
    status: { code: 2, message: 'deadlock' },
    attributes: attributesOf({
      'pipeline.name': 'flights',
      'pipeline.run.id': 'run-1',
      'pipeline.stage.name': 'load',
      'db.query.text': 'INSERT\n"x"',
    }),
    events: [{ timeUnixNano: unixNanoOf(startedAtMs), name: 'retry', attributes: attributesOf({ attempt: 2 }) }],
    links: [{ traceId: hex('b2'.repeat(16)), spanId: hex(spanId(9)), attributes: attributesOf({ why: 'batch' }) }],
  });
  const spans = [detailed, spanOf(traceId, 2), spanOf(traceId, 1, { name: 'line\nbreak' })];
  await api.engine.insert('traces', [spansRequest(spans, { 'service.name': 'loader', 'host.name': 'h1' })]);
  await api.engine.insert('traces', [spansRequest([detailed], { 'service.name': 'loader', 'host.name': 'h1' })]);

  const whole = trace.parse((await api.app.inject(`/api/v1/traces/${traceId.toUpperCase()}`)).json());
  expect(whole).toMatchObject({
    traceId,
    startedAt: '2026-01-02T03:04:05.678001000Z',
    runIds: ['run-1'],
    truncated: false,
  });
  expect(whole.durationMs).toBeCloseTo(2.502);
  expect(whole.spans).toEqual([
    {
      spanId: spanId(1),
      parentSpanId: null,
      name: 'line\nbreak',
      kind: 'CLIENT',
      service: 'loader',
      startMs: 0,
      durationMs: 2.5,
      status: 'UNSET',
      stage: null,
    },
    {
      spanId: spanId(2),
      parentSpanId: spanId(1),
      name: 'span 2',
      kind: 'CLIENT',
      service: 'loader',
      startMs: 0.001,
      durationMs: 2.5,
      status: 'UNSET',
      stage: null,
    },
    {
      spanId: spanId(3),
      parentSpanId: spanId(1),
      name: 'span 3',
      kind: 'CLIENT',
      service: 'loader',
      startMs: 0.002,
      durationMs: 2.5,
      status: 'ERROR',
      stage: 'load',
    },
  ]);

  const one = spanDetail.parse((await api.app.inject(`/api/v1/traces/${traceId}/spans/${spanId(3)}`)).json());
  expect(one).toMatchObject({
    traceId,
    startedAt: '2026-01-02T03:04:05.678003000Z',
    statusMessage: 'deadlock',
    attributes: { 'db.query.text': 'INSERT\n"x"' },
    resource: { 'host.name': 'h1' },
    scope: 'scope',
    events: [{ at: '2026-01-02T03:04:05.678000000Z', name: 'retry', attributes: { attempt: '2' } }],
    links: [{ traceId: 'b2'.repeat(16), spanId: spanId(9), attributes: { why: 'batch' } }],
  });
});

test('a long name is cut in a trace, and whole in its span', async () => {
  const traceId = 'e5'.repeat(16);
  await api.engine.insert('traces', [spansRequest([spanOf(traceId, 1, { name: 'n'.repeat(500_000) })])]);
  const address = `/api/v1/traces/${traceId}`;
  expect(trace.parse((await api.app.inject(address)).json()).spans[0]?.name).toBe('n'.repeat(1_024));
  const one = spanDetail.parse((await api.app.inject(`${address}/spans/${spanId(1)}`)).json());
  expect(one.name).toHaveLength(500_000);
});

test('a large trace is cut at the limit, says so, and travels compressed', async () => {
  const traceId = 'c3'.repeat(16);
  const spans = Array.from({ length: 20_000 }, (_, index) => spanOf(traceId, index + 1));
  await api.engine.insert('traces', [spansRequest(spans)]);
  const response = await api.app.inject({
    url: `/api/v1/traces/${traceId}?limit=15000`,
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(response.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  const cut = trace.parse(JSON.parse(gunzipSync(response.rawPayload).toString()));
  expect(cut.truncated).toBe(true);
  expect(cut.spans.map((span) => span.spanId)).toEqual(spans.slice(0, 15_000).map((_, index) => spanId(index + 1)));
});

test.each([
  [`/api/v1/traces/${'d4'.repeat(16)}`, 404],
  [`/api/v1/traces/${'a1'.repeat(16)}/spans/${spanId(77)}`, 404],
  ['/api/v1/traces/xyz', 400],
  [`/api/v1/traces/${'0'.repeat(32)}`, 400],
])('%s is answered %i', async (url, status) => {
  const response = await api.app.inject(url);
  expect(response.statusCode).toBe(status);
  expect(response.json()).toMatchObject({ status });
});

test('the traces of a run are found by its id, which their resource or their spans have', async () => {
  const [own, other] = ['c1'.repeat(16), 'c2'.repeat(16)];
  const withId = { attributes: attributesOf({ 'pipeline.name': 'flights', 'pipeline.run.id': 'run-7' }) };
  await api.engine.insert('traces', [
    spansRequest([spanOf(own, 1, withId), spanOf(own, 2, withId)], { 'service.name': 'flights' }),
    spansRequest([spanOf(other, 4, { name: 'load' })], { 'service.name': 'etl.py', 'pipeline.run.id': 'run-7' }),
    spansRequest([spanOf('c3'.repeat(16), 1)], { 'service.name': 'another', 'pipeline.run.id': 'run-8' }),
  ]);
  const found = traceList.parse((await api.app.inject('/api/v1/traces?runId=run-7')).json());
  expect(found.items).toMatchObject([
    { traceId: own, spans: 2, name: 'span 1', service: 'flights' },
    { traceId: other, spans: 1, name: 'load', service: 'etl.py', durationMs: 2.5 },
  ]);
  const later = `/api/v1/traces?runId=run-7&from=${new Date(startedAtMs + 60_000).toISOString()}`;
  expect(traceList.parse((await api.app.inject(later)).json()).items).toEqual([]);
});
