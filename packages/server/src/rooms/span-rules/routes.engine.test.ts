import { pipelineList, runPage, type SpanRule, spanRule, spanRuleList, spanRulePreview } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ruleBookIn } from '../../storage/telemetry/span-rules/kept-rules.ts';
import { openStandingRules } from '../../storage/telemetry/span-rules/standing-rules.ts';
import { openTestState } from '../../storage/state/_state.ts';
import { attributesOf, spansRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, runEvents, unixNanoOf } from '../runs/_runs.ts';

const beganAtMs = Date.parse('2026-01-02T03:00:00.000Z');
const hex = (id: string) => Buffer.from(id, 'hex');
const hourMs = 3_600_000;

/** A trace of two spans, an hour after the one before it. */
const trace = (id: number, root: string, { isFailed = false, attributes = {} } = {}): object[] => {
  const atMs = beganAtMs + id * hourMs;
  const span = (spanId: number, name: string) => ({
    traceId: hex(id.toString(16).padStart(32, '0')),
    spanId: hex(spanId.toString(16).padStart(16, '0')),
    parentSpanId: spanId === 1 ? Buffer.alloc(0) : hex('1'.padStart(16, '0')),
    name,
    startTimeUnixNano: unixNanoOf(atMs),
    endTimeUnixNano: unixNanoOf(atMs + 2_000),
    status: { code: isFailed ? 2 : 0 },
    attributes: attributesOf(attributes),
  });
  return [span(1, root), span(2, 'load')];
};
const send = (service: string, spans: readonly object[], receivedAt = new Date(beganAtMs + 240 * hourMs)) =>
  api.engine.insert('traces', [spansRequest(spans, { 'service.name': service })], { receivedAt });

const ofFile = { service: 'nightly', rootSpan: 'night *', pipeline: 'night', namespace: 'ops' };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { spanRules: [ofFile] });
  await send('billing', [...trace(1, 'job invoices'), ...trace(2, 'job invoices', { isFailed: true })]);
  await send('billing', [...trace(3, 'job payments'), ...trace(4, 'GET /health')], new Date(beganAtMs + 270 * hourMs));
  await send('other', trace(5, 'job invoices'));
  await send('billing', trace(6, 'job sdk', { attributes: { 'pipeline.name': 'sdk', 'pipeline.run.id': 'r' } }));
  await api.engine.insert('logs', [
    eventsRequest(runEvents({ runId: 'own', startedAtMs: beganAtMs, pipeline: 'payments', namespace: 'finance' })),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const jobs = { service: 'billing', rootSpan: 'job *', pipeline: '*', namespace: 'finance', stages: [{ span: 'lo*' }] };

const post = async (address: string, body: object) => {
  const response = await api.app.inject({ method: 'POST', url: `/api/v1/span-rules${address}`, payload: body });
  return { status: response.statusCode, body: response.json() as object };
};
const preview = async (body: object) => spanRulePreview.parse((await post('/preview', body)).body);
const rules = async (): Promise<SpanRule[]> =>
  spanRuleList.parse((await api.app.inject('/api/v1/span-rules')).json()).items;
const runs = async (query = ''): Promise<string[]> => {
  const response = await api.app.inject(`/api/v1/runs?order=asc${query}`);
  return runPage
    .parse(response.json())
    .items.map(({ pipeline, runId, state }) => `${pipeline} ${runId.slice(-1)} ${state}`);
};
const pipelines = async (): Promise<string[]> => {
  const response = await api.app.inject('/api/v1/pipelines');
  return pipelineList
    .parse(response.json())
    .items.map(({ namespace, name }) => `${namespace}/${name}`)
    .toSorted();
};
const stateOf = async (id: string) => (await rules()).find((rule) => rule.id === id)?.state;
const add = async (body: object): Promise<string> => {
  const { id } = spanRule.parse((await post('', body)).body);
  await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('in-force');
  return id;
};
const remove = async (id: string): Promise<void> => {
  const response = await api.app.inject({ method: 'DELETE', url: `/api/v1/span-rules/${id}` });
  expect(response.statusCode).toBe(200);
  await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBeUndefined();
};

test('a preview counts what a rule would make, and makes nothing', async () => {
  expect(await preview(jobs)).toMatchObject({
    runs: 3,
    known: 0,
    firstAt: '2026-01-02T04:00:00.000000000Z',
    lastAt: '2026-01-02T06:00:00.000000000Z',
    pipelineCount: 2,
    pipelines: [
      { pipeline: 'invoices', runs: 2, failed: 1, lastTraceId: '2'.padStart(32, '0') },
      { pipeline: 'payments', runs: 1, failed: 0 },
    ],
    stages: [{ stage: 'load', spans: 4 }],
    roots: [
      { name: 'job invoices', spans: 2 },
      { name: 'GET /health', spans: 1 },
      { name: 'job payments', spans: 1 },
    ],
    inner: [{ name: 'load', spans: 4 }],
  });
  const odd = { span: "{service:String}'", stage: '{pattern0:String}' };
  expect(await preview({ ...jobs, stages: [odd, { span: 'l?ad', stage: "it's" }] })).toMatchObject({
    stages: [{ stage: "it's", spans: 4 }],
  });
  expect(await preview({ ...jobs, rootSpan: 'nothing*' })).toMatchObject({ runs: 0, firstAt: null, pipelines: [] });
  expect(await runs()).toEqual(['payments n succeeded']);
});

test('past and coming spans are runs, once however often; taken back, all else stays as it was', async () => {
  const before = await pipelines();
  const id = await add(jobs);
  const made = ['payments n succeeded', 'invoices 1 succeeded', 'invoices 2 failed', 'payments 3 succeeded'];
  expect(await runs()).toEqual(made);
  expect(await add(jobs)).toBe(id);
  await send('billing', trace(7, 'job invoices'));
  await send('billing', trace(1, 'job invoices'));
  expect(await runs()).toEqual([...made, 'invoices 7 succeeded']);
  expect(await pipelines()).toEqual(['finance/invoices', 'finance/payments']);
  expect(await preview(jobs)).toMatchObject({ runs: 4, known: 4 });
  expect(await rules()).toMatchObject([
    { ...ofFile, source: 'file', state: 'in-force', addedAt: null, runs: 0 },
    { ...jobs, id, source: 'product', runs: 4, progress: null, problem: null },
  ]);
  const detail = await api.app.inject(`/api/v1/runs/${'2'.padStart(32, '0')}`);
  expect(detail.json()).toMatchObject({ stages: [{ name: 'load' }] });

  await remove(id);
  expect(await runs()).toEqual(['payments n succeeded']);
  expect(await pipelines()).toEqual(before);
  await send('billing', trace(8, 'job invoices'));
  expect(await runs()).toEqual(['payments n succeeded']);
});

test('what a rule of the configuration makes too stays, and that rule is taken out there', async () => {
  const id = await add({ ...ofFile, rootSpan: 'night*' });
  await send('nightly', trace(9, 'night shift'));
  await remove(id);
  expect(await runs('&pipeline=night')).toEqual(['night 9 succeeded']);
  const [file] = await rules();
  const response = await api.app.inject({ method: 'DELETE', url: `/api/v1/span-rules/${file?.id}` });
  expect(response.statusCode).toBe(409);
  expect(response.body).toContain('configuration, under spanRules');
});

test('runs of a hostile name are taken back too', async () => {
  await send('hostile', trace(10, 'job a\u0000\\u0000"\'\\1'));
  const before = await pipelines();
  const id = await add({ ...jobs, service: 'hostile' });
  expect(await pipelines()).toHaveLength(before.length + 1);
  await remove(id);
  expect(await pipelines()).toEqual(before);
});

test.each([
  ['half a character', { ...jobs, namespace: '\ud800' }, 400, /namespace/],
  ['more stars than the span has', { ...jobs, pipeline: '* *' }, 400, /pipeline has more \*/],
  ['no service', { ...jobs, service: '' }, 400, /service/],
  ['what no rule has', { ...jobs, color: 'red' }, 400, /color/],
])('%s is refused', async (_name, body, status, detail) => {
  expect(await post('', body)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) as string } });
});

test('what a server had begun, the next one ends', async () => {
  await using state = await openTestState();
  const book = ruleBookIn(state, 'mine');
  const problems: unknown[] = [];
  const open = () =>
    openStandingRules({
      telemetry: api.engine.telemetry,
      book,
      fromFile: [],
      onChanged: () => {},
      onError: (error) => problems.push(error),
    });
  await book.remember([{ ...jobs, addedAt: '2026-01-01T00:00:00Z', stage: 'making' }]);
  {
    await using next = await open();
    await expect.poll(() => next.list().map(({ stage }) => stage), { timeout: 60_000 }).toEqual(['in-force']);
    expect(await runs('&pipeline=invoices')).not.toEqual([]);
    await book.remember([{ ...jobs, addedAt: '2026-01-01T00:00:00Z', stage: 'removing' }]);
  }
  await using after = await open();
  await expect.poll(() => after.list(), { timeout: 60_000 }).toEqual([]);
  expect(await runs('&pipeline=invoices')).toEqual([]);
  expect(problems).toEqual([]);
});
