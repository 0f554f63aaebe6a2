import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { attributesOf, metricsRequest } from '../../../wire/_sample.ts';

let test: TestEngine;
beforeAll(async () => (test = await startTestEngine()));
afterAll(() => test[Symbol.asyncDispose]());

const nano = '1763900000000000001';
const ids = { traceId: Buffer.alloc(16, 0xab), spanId: Buffer.alloc(8, 0xcd) };

describe('segmentInsertSql for metrics', () => {
  it('keeps the points of every type', async () => {
    const point = { timeUnixNano: nano, startTimeUnixNano: nano, attributes: attributesOf({ pool: 'a' }) };
    const statistics = { count: '5', sum: 12.5, min: 0.5, max: 9 };
    await test.insert('metrics', [
      metricsRequest([
        {
          name: 'm.gauge',
          unit: 'By',
          description: 'd',
          gauge: {
            dataPoints: [
              { ...point, asInt: '-7', exemplars: [{ ...ids, asDouble: 2.5 }] },
              { ...point, asDouble: 0.25 },
            ],
          },
        },
        {
          name: 'm.sum',
          sum: { dataPoints: [{ ...point, asInt: '3' }], aggregationTemporality: 2, isMonotonic: true },
        },
        {
          name: 'm.histogram',
          histogram: {
            dataPoints: [{ ...point, ...statistics, bucketCounts: ['2', '3'], explicitBounds: [1] }],
            aggregationTemporality: 1,
          },
        },
        {
          name: 'm.exponential',
          exponentialHistogram: {
            dataPoints: [
              {
                ...point,
                ...statistics,
                scale: -2,
                zeroCount: '1',
                positive: { offset: -3, bucketCounts: ['1', '300'] },
                negative: { offset: 2, bucketCounts: ['4'] },
              },
            ],
          },
        },
        {
          name: 'm.summary',
          summary: {
            dataPoints: [
              {
                ...point,
                count: '9',
                sum: 4.5,
                quantileValues: [
                  { quantile: 0, value: 0 },
                  { quantile: 0.99, value: 4 },
                ],
              },
            ],
          },
        },
        { name: 'm.none' },
      ]),
    ]);
    const rows = await test.telemetry.rows<Record<string, unknown>>(
      "SELECT * FROM metric_points WHERE MetricName LIKE 'm.%' ORDER BY MetricName, Value",
    );
    expect(rows.map((row) => row['MetricName'])).toEqual([
      'm.exponential',
      'm.gauge',
      'm.gauge',
      'm.histogram',
      'm.sum',
      'm.summary',
    ]);
    const [exponential, negative, fraction, histogram, sum, summary] = rows;
    expect(exponential).toMatchObject({
      MetricType: 'exponential_histogram',
      Scale: -2,
      ZeroCount: 1,
      PositiveOffset: -3,
      PositiveBucketCounts: [1, 300],
      NegativeOffset: 2,
      NegativeBucketCounts: [4],
    });
    expect(negative).toMatchObject({
      MetricType: 'gauge',
      Value: -7,
      MetricUnit: 'By',
      MetricDescription: 'd',
      MetricAttributes: { pool: 'a' },
      ExemplarTraceIds: ['ab'.repeat(16)],
      ExemplarValues: [2.5],
    });
    expect(fraction).toMatchObject({ Value: 0.25, Sum: null });
    expect(histogram).toMatchObject({
      Count: 5,
      Sum: 12.5,
      Min: 0.5,
      Max: 9,
      BucketCounts: [2, 3],
      ExplicitBounds: [1],
      AggregationTemporality: 1,
    });
    expect(sum).toMatchObject({ MetricType: 'sum', Value: 3, IsMonotonic: true, AggregationTemporality: 2 });
    expect(summary).toMatchObject({
      MetricType: 'summary',
      Count: 9,
      Sum: 4.5,
      Quantiles: [0, 0.99],
      QuantileValues: [0, 4],
    });
  });
});
