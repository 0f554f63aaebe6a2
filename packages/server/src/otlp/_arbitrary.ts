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
