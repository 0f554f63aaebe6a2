import { logCount, logHistogram, logPage, type LogPage, logRecord } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { logRecordsOf } from '../../wire/log-records.ts';
import { attributesOf, logsRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, path: string, query: Record<string, string>) => {
  const response = await api.app.inject({ url: `/api/v1/logs${path}`, query });
  expect(response.statusCode, response.body).toBe(200);
  return shape.parse(response.json());
};
const bodies = (page: LogPage): string[] => page.items.map((item) => item.body);
const record = (atMs: number, body: string, attributes: Record<string, string> = {}) => ({
  timeUnixNano: unixNanoOf(atMs),
  severityNumber: 9,
  body: text(body),
  attributes: attributesOf(attributes),
});

describe('a page is bounded by bytes', () => {
  const long = 'é'.repeat(40_000);
  const atMs = Date.parse('2026-05-01T10:00:00Z');
  beforeAll(async () => {
    const many = Array.from({ length: 300 }, (_, index) => record(atMs + (index % 4), `n${index} ${long}`));
    await api.engine.insert('logs', [
      logsRequest(many, { 'service.name': 'long' }),
      logsRequest([record(atMs, 'short', { note: long })], { 'service.name': 'long-attribute' }),
    ]);
  });

  test('every record comes once, in pages of at most some MiB, with long bodies cut', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const query: Record<string, string> = { service: 'long', limit: '1000', ...(cursor ? { cursor } : {}) };
      const answer = await api.app.inject({ url: '/api/v1/logs', query });
      expect(answer.body.length).toBeLessThan(2 * 8_388_608);
      const page = logPage.parse(answer.json());
      expect(page.items.length).toBeGreaterThan(0);
      for (const item of page.items) {
        expect(Buffer.byteLength(item.body)).toBeLessThanOrEqual(65_536);
        expect(item.body.endsWith('é')).toBe(true);
        seen.push(item.body.split(' ')[0] ?? '');
      }
      pages += 1;
      cursor = page.nextCursor;
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen.toSorted()).toEqual(Array.from({ length: 300 }, (_, index) => `n${index}`).toSorted());
  });

  test('the whole of a record is one address away', async () => {
    for (const [service, bodyBytes] of [
      ['long', 80_000],
      ['long-attribute', 5],
    ] as const) {
      const [item] = (await get(logPage, '', { service, limit: '1', order: 'asc' })).items;
      expect(item?.truncated?.bodyBytes).toBeGreaterThanOrEqual(bodyBytes);
      const whole = logRecord.parse((await api.app.inject(item?.truncated?.whole ?? '')).json());
      expect(whole.truncated).toBeUndefined();
      expect(whole.body + (whole.attributes['note'] ?? '')).toContain(long);
    }
    expect((await api.app.inject('/api/v1/logs/record?id=WyIxIiwiMiJd')).statusCode).toBe(404);
    expect((await api.app.inject('/api/v1/logs/record?id=x')).statusCode).toBe(400);
  });
});

describe('times that the engine cannot hold are stored as the nearest, and found', () => {
  const nanosOf = (year: number) => BigInt.asUintN(64, BigInt(Date.UTC(year, 5, 1)) * 1_000_000n).toString();
  beforeAll(async () => {
    const records = [1900, 1969, 2300].map((year) => ({ ...record(0, `of ${year}`), timeUnixNano: nanosOf(year) }));
    await api.engine.insert('logs', [logsRequest(records, { 'service.name': 'far' })]);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['without a range', {}, ['of 1900', 'of 1969', 'of 2300']],
    ['of 1900', { from: '1899-01-01', to: '1901-01-01' }, ['of 1900', 'of 1969']],
    ['up to 1970', { to: '1970-01-01' }, ['of 1900', 'of 1969']],
    ['of 2300', { from: '2299-01-01', to: '2301-01-01' }, ['of 2300']],
    ['from 2100', { from: '2100-01-01' }, ['of 2300']],
    ['of now', { from: '2000-01-01', to: '2099-01-01' }, []],
  ])('%s', async (_name, range, expected) => {
    const filter = { ...range, service: 'far' };
    expect(bodies(await get(logPage, '', filter)).toSorted()).toEqual(expected);
    expect((await get(logCount, '/count', filter)).count).toBe(expected.length);
    const { buckets } = await get(logHistogram, '/histogram', filter);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
  });

  test('the live tail shows the time that is stored', async () => {
    const records = [1900, 2300].map((year) => ({ ...record(0, `of ${year}`), timeUnixNano: nanosOf(year) }));
    const live = logRecordsOf(logsRequest(records, { 'service.name': 'far' })).map(({ timestamp }) => timestamp);
    expect(live).toEqual(['1970-01-01T00:00:00.000000000Z', '2100-01-01T00:00:00.000000000Z']);
    const stored = (await get(logPage, '', { service: 'far' })).items.map(({ timestamp }) => timestamp);
    expect(new Set(stored)).toEqual(new Set(live));
  });
});

test('a result is a file: every record once, whatever its text is', async () => {
  const atMs = Date.parse('2026-06-01T10:00:00Z');
  const many = Array.from({ length: 2_300 }, (_, index) =>
    record(atMs + (index % 7), `=n${index}, "x"\nend`, { n: 'é' }),
  );
  await api.engine.insert('logs', [logsRequest(many, { 'service.name': 'file' })]);
  const file = async (format: string, further: Record<string, string> = {}) =>
    api.app.inject({ url: '/api/v1/logs/export', query: { service: 'file', format, ...further } });
  const ndjson = await file('ndjson');
  expect(ndjson.headers).toMatchObject({ 'content-disposition': 'attachment; filename="logs.ndjson"' });
  const lines = ndjson.body.trimEnd().split('\n');
  expect(new Set(lines.map((line) => logRecord.parse(JSON.parse(line)).body)).size).toBe(2_300);
  const csv = (await file('csv')).body;
  expect(csv.split('\r\n')).toHaveLength(2_302);
  expect(csv).toContain(`"'=n2299, ""x""\nend",,,"{""n"":""é""}"`);
  const columns = (await file('csv', { columns: 'n,service.name, nothing' })).body.split('\r\n');
  expect(columns[0]).toMatch(/,resource,n,service\.name,nothing$/);
  expect(columns[1]).toMatch(/,é,file,$/);
  const tooMany = await api.app.inject({ url: '/api/v1/logs/export', query: { service: 'file', format: 'xml' } });
  expect(tooMany.statusCode).toBe(400);
});
