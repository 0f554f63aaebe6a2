import { metricPoints, metricSeries } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { attributesOf, metricsRequest } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { unixNanoOf } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const startMs = Date.parse('2026-05-01T10:00:00Z');
const minuteMs = 60_000;
const at = (minute: number, counting = 0) => ({
  timeUnixNano: unixNanoOf(startMs + minute * minuteMs + 1_000),
  startTimeUnixNano: unixNanoOf(startMs + counting * minuteMs),
});
const range = { from: '2026-05-01T10:00:00Z', to: '2026-05-01T10:04:00Z', stepSeconds: '60' };

const inRange = new URLSearchParams(range).toString();

const query = async (parameters: Record<string, string>) => {
  const response = await api.app.inject({ url: '/api/v1/metrics/query', query: parameters });
  expect(response.statusCode, response.body).toBe(200);
  return metricSeries.parse(response.json());
};
const values = async (parameters: Record<string, string>) =>
  (await query({ ...range, ...parameters })).series.map(({ labels, points }) => [
    Object.values(labels).join(),
    points.map(([, value]) => value),
  ]);

const delta = 1;
const cumulative = 2;

beforeAll(async () => {
  const pool = (name: string, minute: number, asDouble: number) => ({
    ...at(minute),
    asDouble,
    attributes: attributesOf({ pool: name }),
  });
  const counted = (minute: number, asInt: number, counting = -10) => ({ ...at(minute, counting), asInt });
  const total = (minute: number, count: number, sum: number) => ({ ...at(minute, -10), count, sum });
  const histogram = (minute: number, bucketCounts: number[], sum: number, max = 90, counting = 0) => ({
    ...at(minute, counting),
    bucketCounts,
    explicitBounds: [10, 100],
    count: bucketCounts.reduce((a, b) => a + b),
    sum,
    min: 1,
    max,
  });
  const exponential = {
    ...at(0),
    count: 5,
    sum: 12,
    scale: 0,
    zeroCount: 1,
    positive: { offset: 0, bucketCounts: [2, 2] },
    negative: {},
  };
  const metrics = [
    {
      name: 'db.pool',
      unit: '{connection}',
      gauge: { dataPoints: [pool('a', 0, 2), pool('a', 0.01, 4), pool('b', 0, 10), pool('a', 2, 6)] },
    },
    {
      name: 'rows.cumulative',
      unit: '{row}',
      sum: {
        isMonotonic: true,
        aggregationTemporality: cumulative,
        dataPoints: [counted(-1, 100), counted(0, 160), counted(1, 400), counted(2, 30), counted(3, 30)],
      },
    },
    {
      name: 'rows.new',
      sum: {
        isMonotonic: true,
        aggregationTemporality: cumulative,
        dataPoints: [counted(1, 120, 1), counted(2, 180, 1)],
      },
    },
    {
      name: 'rows.unknown',
      sum: { isMonotonic: true, aggregationTemporality: cumulative, dataPoints: [counted(1, 120), counted(2, 180)] },
    },
    {
      name: 'rows.delta',
      sum: {
        isMonotonic: true,
        aggregationTemporality: delta,
        dataPoints: [counted(0, 60), counted(0, 60), counted(3, 6)],
      },
    },
    {
      name: 'queue.cumulative',
      sum: {
        isMonotonic: false,
        aggregationTemporality: cumulative,
        dataPoints: [counted(0, 9), counted(0.5, 8), counted(1, 7)],
      },
    },
    {
      name: 'queue.delta',
      sum: {
        isMonotonic: false,
        aggregationTemporality: delta,
        dataPoints: [counted(0, 3), counted(0.5, -2), counted(1, -2)],
      },
    },
    {
      name: 'latency.delta',
      unit: 'ms',
      histogram: {
        aggregationTemporality: delta,
        dataPoints: [histogram(0, [5, 5, 0], 300), histogram(0, [5, 5, 0], 300), histogram(1, [0, 0, 4], 800, 250)],
      },
    },
    {
      name: 'latency.cumulative',
      unit: 'ms',
      histogram: {
        aggregationTemporality: cumulative,
        dataPoints: [histogram(0, [10, 0, 0], 50), histogram(1, [10, 10, 0], 550)],
      },
    },
    {
      name: 'job.summary',
      unit: 's',
      summary: {
        dataPoints: [1, 2, 3].map((minute) => ({
          ...at(minute),
          count: 10 * minute,
          sum: 5 * minute,
          quantileValues: [
            { quantile: 0.5, value: 0.4 },
            { quantile: 0.99, value: minute },
          ],
          attributes: attributesOf({ queue: minute }),
        })),
      },
    },
    {
      name: 'calls.summary',
      summary: {
        dataPoints: [total(-1, 10, 5), total(0, 14, 9), total(0.5, 16, 11), total(1, 20, 19), total(2, 3, 6)],
      },
    },
    {
      name: 'traced.call',
      gauge: {
        dataPoints: Array.from({ length: 7 }, (_, index) => ({
          ...at(index % 2),
          asDouble: index,
          exemplars: [
            { asDouble: index + 0.5, traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) },
            { asInt: 3 },
          ],
        })),
      },
    },
    { name: 'size.exponential', exponentialHistogram: { aggregationTemporality: delta, dataPoints: [exponential] } },
  ];
  await api.engine.insert('metrics', [
    metricsRequest(metrics, { 'service.name': 'loader', 'host.name': 'h1', 'pipeline.run.id': 'run-1' }),
  ]);
});

describe('queries', () => {
  test.each<[Record<string, string>, unknown[]]>([
    [{ name: 'db.pool' }, [['', [16 / 3, null, 6, null]]]],
    [
      { name: 'db.pool', aggregation: 'max', groupBy: 'pool' },
      [
        ['a', [4, null, 6, null]],
        ['b', [10, null, null, null]],
      ],
    ],
    [{ name: 'db.pool', aggregation: 'last', filter: 'pool:a' }, [['', [4, null, 6, null]]]],
    [{ name: 'db.pool', aggregation: 'sum', filter: '-pool:b host.name:h1' }, [['', [4, null, 6, null]]]],
    [{ name: 'db.pool', aggregation: 'count', groupBy: 'host.name' }, [['h1', [3, null, 1, null]]]],
    [{ name: 'db.pool', aggregation: 'max', filter: 'host.name:h* -pool:b*' }, [['', [4, null, 6, null]]]],
    [{ name: 'db.pool', service: 'other' }, []],
    [{ name: 'rows.cumulative', aggregation: 'rate' }, [['', [1, 4, 0.5, 0]]]],
    [{ name: 'rows.cumulative', aggregation: 'sum' }, [['', [60, 240, 30, 0]]]],
    [{ name: 'rows.new', aggregation: 'rate' }, [['', [null, 2, 1, null]]]],
    [{ name: 'rows.unknown', aggregation: 'rate' }, [['', [null, null, 1, null]]]],
    [{ name: 'rows.delta', aggregation: 'rate' }, [['', [2, null, null, 0.1]]]],
    [{ name: 'latency.delta', aggregation: 'avg' }, [['', [30, 200, null, null]]]],
    [{ name: 'latency.delta', aggregation: 'count' }, [['', [20, 4, null, null]]]],
    [{ name: 'latency.delta', aggregation: 'p50' }, [['', [10, 175, null, null]]]],
    [{ name: 'latency.delta', aggregation: 'p95' }, [['', [90, 242.5, null, null]]]],
    [{ name: 'rows.cumulative' }, [['', [1, 4, 0.5, 0]]]],
    [{ name: 'rows.delta' }, [['', [2, null, null, 0.1]]]],
    [{ name: 'queue.cumulative' }, [['', [8, 7, null, null]]]],
    [{ name: 'queue.delta' }, [['', [1, -2, null, null]]]],
    [{ name: 'latency.delta' }, [['', [30, 200, null, null]]]],
    [{ name: 'latency.cumulative', aggregation: 'p99' }, [['', [9.9, 90, null, null]]]],
    [{ name: 'latency.cumulative', aggregation: 'p50' }, [['', [5, 55, null, null]]]],
    [{ name: 'latency.cumulative', aggregation: 'avg' }, [['', [5, 50, null, null]]]],
    [{ name: 'size.exponential', aggregation: 'p50' }, [['', [1.75, null, null, null]]]],
    [{ name: 'rows.cumulative', aggregation: 'increase' }, [['', [60, 240, 30, 0]]]],
    [{ name: 'rows.unknown', aggregation: 'increase' }, [['', [null, null, 60, null]]]],
    [{ name: 'latency.delta', aggregation: 'increase' }, [['', [20, 4, null, null]]]],
    [{ name: 'calls.summary', aggregation: 'increase' }, [['', [6, 4, 3, null]]]],
    [{ name: 'calls.summary' }, [['', [1, 2, 2, null]]]],
    [{ name: 'job.summary', aggregation: 'p99', filter: 'queue:2' }, [['', [null, null, 2, null]]]],
    [{ name: 'job.summary', aggregation: 'p95', filter: 'queue:2' }, [['', [null, null, null, null]]]],
  ])('%o', async (parameters, expected) => {
    expect(new Set(await values(parameters))).toEqual(new Set(expected));
  });

  test('unit, step and range of a run come by themselves', async () => {
    const found = await query({ name: 'db.pool', runId: 'run-1' });
    expect(found).toMatchObject({
      name: 'db.pool',
      type: 'gauge',
      unit: '{connection}',
      aggregation: 'avg',
      stepSeconds: 2,
    });
    const known = found.series[0]?.points.filter(([, value]) => value !== null);
    expect(known?.map(([time]) => time)).toEqual(['2026-05-01T10:00:00.000Z', '2026-05-01T10:02:00.000Z']);
  });

  test('what is counted anew is said, and how it was sent', async () => {
    expect(await query({ ...range, name: 'rows.cumulative' })).toMatchObject({
      temporality: 'cumulative',
      isMonotonic: true,
      resets: 1,
      senders: 1,
    });
    expect(await query({ ...range, name: 'queue.cumulative' })).toMatchObject({ isMonotonic: false, resets: 0 });
    expect(await query({ ...range, name: 'calls.summary' })).toMatchObject({ temporality: 'cumulative', resets: 1 });
    const delta = await query({ ...range, name: 'latency.delta' });
    expect(delta).toMatchObject({ temporality: 'delta', resets: 0 });
    expect(delta.aggregations).toContain('p95');
  });

  const pointsOf = async (parameters: Record<string, string>) => {
    const response = await api.app.inject({ url: '/api/v1/metrics/points', query: parameters });
    expect(response.statusCode, response.body).toBe(200);
    return metricPoints.parse(response.json());
  };

  test('the quantiles of a summary are answered as they were sent', async () => {
    const { items, nextCursor } = await pointsOf({ name: 'job.summary', filter: 'queue:>=2' });
    expect(nextCursor).toBeNull();
    expect(items.map(({ type, unit, count, sum, quantiles }) => ({ type, unit, count, sum, quantiles }))).toEqual(
      [3, 2].map((minute) => ({
        type: 'summary',
        unit: 's',
        count: 10 * minute,
        sum: 5 * minute,
        quantiles: [
          { quantile: 0.5, value: 0.4 },
          { quantile: 0.99, value: minute },
        ],
      })),
    );
  });

  test('exemplars are answered with their traces, and pages of points neither skip nor repeat', async () => {
    const seen: (number | null)[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof metricPoints> = await pointsOf({
        name: 'traced.call',
        limit: '2',
        ...(cursor ? { cursor } : {}),
      });
      for (const { value, exemplars } of page.items) {
        seen.push(value);
        expect(exemplars).toEqual([
          { value: (value ?? 0) + 0.5, traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) },
          { value: 3, traceId: null, spanId: null },
        ]);
      }
      cursor = page.nextCursor;
    }
    expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(seen).toHaveLength(7);
  });

  test.each([
    ['name=db.pool&filter=pool:a+OR+pool:b', /neither OR nor brackets/],
    ['name=db.pool&filter=words', /key:value/],
    ['name=db.pool&pipeline=orders', /pipeline says whose run is meant; give runId too/],
    ['name=db.pool&namespace=sales', /namespace says whose run is meant; give runId too/],
    ['name=db.pool&filter=pool:%22a', /not closed/],
    ['name=db.pool&stepSeconds=1&from=2026-01-01T00:00:00Z', /longer step/],
    ['name=db.pool&aggregation=median', /aggregation/],
    [`name=rows.delta&aggregation=p95&${inRange}`, /is of type sum, which has no p95; use avg, .*increase\.$/],
    [`name=db.pool&aggregation=rate&${inRange}`, /is of type gauge, which has no rate; use .*last\.$/],
    [`name=latency.delta&aggregation=last&${inRange}`, /is of type histogram, which has no last; use .*p99\.$/],
    [`name=job.summary&aggregation=p99&${inRange}`, /3 series fall into one line.*Group by/],
  ])('%s is refused', async (parameters, expected) => {
    const response = await api.app.inject(`/api/v1/metrics/query?${parameters}`);
    expect(response.statusCode).toBe(400);
    expect(response.json<{ detail: string }>().detail).toMatch(expected);
  });
});

describe('pages of points', () => {
  const long = 'é'.repeat(40_000);
  beforeAll(async () => {
    const points = Array.from({ length: 300 }, (_, index) => ({
      ...at(index % 4),
      asDouble: index,
      attributes: attributesOf({ note: long }),
    }));
    const exemplars = Array.from({ length: 3_000 }, (_, index) => ({ asDouble: index }));
    await api.engine.insert('metrics', [
      metricsRequest([
        { name: 'crowd', gauge: { dataPoints: points } },
        { name: 'crowd.examples', gauge: { dataPoints: [{ ...at(0), asDouble: 1, exemplars }] } },
      ]),
    ]);
  });

  test('end by bytes too, and hold every point once', async () => {
    const seen: (number | null)[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const parameters: Record<string, string> = { name: 'crowd', limit: '1000', ...(cursor && { cursor }) };
      const answer = await api.app.inject({ url: '/api/v1/metrics/points', query: parameters });
      expect(answer.body.length).toBeLessThan(2 * 8_388_608);
      const page = metricPoints.parse(answer.json());
      seen.push(...page.items.map(({ value }) => value));
      expect(page.items.every(({ attributes }) => /^é{32768}$/.test(attributes['note'] ?? ''))).toBe(true);
      pages += 1;
      cursor = page.nextCursor;
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  test('show some of very many exemplars', async () => {
    const answer = await api.app.inject({ url: '/api/v1/metrics/points', query: { name: 'crowd.examples' } });
    expect(metricPoints.parse(answer.json()).items[0]?.exemplars).toHaveLength(1_000);
  });
});
