import { attributes as attributeNames, events } from '@sightglass/model';
import fc from 'fast-check';

/** Random OTLP requests in the shape protobufjs takes, for property tests. */
const id = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).filter((bytes) => bytes.some((byte) => byte !== 0));
const unixNano = fc.bigInt({ min: 1_500_000_000_000_000_000n, max: 2_000_000_000_000_000_000n }).map(String);

const scalar = fc.oneof(
  fc.record({ stringValue: fc.string({ unit: 'binary', maxLength: 20 }) }),
  fc.record({ boolValue: fc.boolean() }),
  fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
  fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.record({ bytesValue: fc.uint8Array({ maxLength: 12 }) }),
  fc.constant({}),
);

export const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('array'), tie('list')),
  array: fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
  list: fc.record({
    kvlistValue: fc.record({
      values: fc.array(fc.record({ key: fc.string({ maxLength: 6 }), value: tie('value') }), { maxLength: 3 }),
    }),
  }),
})).value;

const attributes = fc.array(fc.record({ key: fc.string({ minLength: 1, maxLength: 8 }), value: anyValue }), {
  maxLength: 4,
});

export const logRecord = fc.record(
  {
    timeUnixNano: unixNano,
    observedTimeUnixNano: unixNano,
    severityNumber: fc.integer({ min: 0, max: 24 }),
    severityText: fc.string({ maxLength: 5 }),
    body: anyValue,
    attributes,
    flags: fc.nat(255),
    traceId: id(16),
    spanId: id(8),
    eventName: fc.string({ maxLength: 8 }),
  },
  { requiredKeys: [] },
);

const odd = fc.constantFrom(
  '',
  '-1',
  '1e400',
  'nan',
  '-inf',
  '18446744073709551616',
  '2026-13-01T00:00:00Z',
  '\u0000',
  '[',
  '0x1',
);

const stringValue = (text: string) => ({ stringValue: text });
const anyAttribute = fc.record({
  key: fc.constantFrom(...Object.values(attributeNames)),
  value: fc.oneof(anyValue, odd.map(stringValue)),
});
const named = (key: string) =>
  fc.record({ key: fc.constant(key), value: fc.oneof(odd, fc.constantFrom('1', '2', '3')).map(stringValue) });

/** Log records that claim to be lifecycle events and say anything. */
export const lifecycleRecord = fc.record(
  {
    timeUnixNano: fc.oneof(unixNano, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
    eventName: fc.constantFrom(...Object.values(events).map(({ name }) => name)),
    attributes: fc
      .tuple(named(attributeNames.runId), named(attributeNames.stageId), fc.array(anyAttribute, { maxLength: 12 }))
      .map(([run, stage, others]) => [
        ...others,
        run,
        stage,
        { key: attributeNames.pipelineName, value: { stringValue: 'odd' } },
      ]),
  },
  { requiredKeys: ['eventName', 'attributes'] },
);

export const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    name: fc.string({ maxLength: 10 }),
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: unixNano,
    endTimeUnixNano: unixNano,
    attributes,
    events: fc.array(fc.record({ timeUnixNano: unixNano, name: fc.string({ maxLength: 6 }), attributes }), {
      maxLength: 2,
    }),
    links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: fc.string({ maxLength: 6 }) }),
  },
  { requiredKeys: ['traceId', 'spanId'] },
);

const double = fc.double({ noNaN: true });
const counter = fc.nat().map(String);
const exemplar = fc.record(
  { filteredAttributes: attributes, timeUnixNano: unixNano, asDouble: double, spanId: id(8), traceId: id(16) },
  { requiredKeys: [] },
);
const point = { attributes, startTimeUnixNano: unixNano, timeUnixNano: unixNano, flags: fc.nat(1) };
const measured = { ...point, count: counter, sum: double, min: double, max: double };
const exemplars = fc.array(exemplar, { maxLength: 2 });
const counts = fc.array(counter, { maxLength: 5 });
const buckets = fc.record({ offset: fc.integer({ min: -50, max: 50 }), bucketCounts: counts });
const few = <Point>(dataPoint: fc.Arbitrary<Point>) => fc.array(dataPoint, { maxLength: 2 });
const number = fc.oneof(
  fc.record({ ...point, exemplars, asDouble: double }, { requiredKeys: [] }),
  fc.record({ ...point, exemplars, asInt: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
);
const histogram = { ...measured, exemplars, bucketCounts: counts, explicitBounds: fc.array(double, { maxLength: 4 }) };
const exponential = {
  ...measured,
  exemplars,
  scale: fc.integer({ min: -10, max: 20 }),
  zeroCount: counter,
  zeroThreshold: double,
  positive: buckets,
  negative: buckets,
};
const summary = {
  ...point,
  count: counter,
  sum: double,
  quantileValues: fc.array(fc.record({ quantile: double, value: double }), { maxLength: 3 }),
};
const metricName = {
  name: fc.string({ maxLength: 8 }),
  description: fc.string({ maxLength: 8 }),
  unit: fc.string({ maxLength: 3 }),
};
const temporality = { aggregationTemporality: fc.nat(2) };

export const metric = fc.oneof(
  fc.record({ ...metricName, gauge: fc.record({ dataPoints: few(number) }) }),
  fc.record({ ...metricName, sum: fc.record({ ...temporality, isMonotonic: fc.boolean(), dataPoints: few(number) }) }),
  fc.record({
    ...metricName,
    histogram: fc.record({ ...temporality, dataPoints: few(fc.record(histogram, { requiredKeys: [] })) }),
  }),
  fc.record({
    ...metricName,
    exponentialHistogram: fc.record({ ...temporality, dataPoints: few(fc.record(exponential, { requiredKeys: [] })) }),
  }),
  fc.record({ ...metricName, summary: fc.record({ dataPoints: few(fc.record(summary, { requiredKeys: [] })) }) }),
);
