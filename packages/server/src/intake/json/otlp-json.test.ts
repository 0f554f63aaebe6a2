import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRecord } from '../../wire/_arbitrary.ts';
import { encodeRequest } from '../../wire/_sample.ts';
import { requestTypes } from '../../wire/messages.ts';
import type { Signal } from '../../wire/proto.ts';
import { InvalidJsonBodyError, protobufOfJson } from './otlp-json.ts';

const logOf = (record: object): string => JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });

describe('protobufOfJson', () => {
  it('reads ids in hex, 64-bit numbers from strings, and leaves unknown fields alone', () => {
    const record = {
      timeUnixNano: '1763900000000000001',
      traceId: 'AB'.repeat(16),
      severityNumber: 17,
      futureField: { x: 1 },
      attributes: [{ key: 'n', value: { intValue: '-9223372036854775808' } }],
    };
    const decoded = requestTypes.logs.toObject(requestTypes.logs.decode(protobufOfJson('logs', logOf(record))), {
      longs: String,
      bytes: String,
    });
    const expected = {
      timeUnixNano: '1763900000000000001',
      traceId: Buffer.from('ab'.repeat(16), 'hex').toString('base64'),
      severityNumber: 17,
      attributes: [{ key: 'n', value: { intValue: '-9223372036854775808' } }],
    };
    expect(decoded).toEqual({ resourceLogs: [{ scopeLogs: [{ logRecords: [expected] }] }] });
  });

  it.each([
    { name: 'text that is not JSON', body: '{', message: /the document does not parse as JSON/ },
    { name: 'an array at the top', body: '[]', message: /the document must be an object/ },
    { name: 'an object for an array', body: '{"resourceLogs":{}}', message: /resourceLogs must be an array/ },
    {
      name: 'a word for a time',
      body: logOf({ timeUnixNano: 'soon' }),
      message: /resourceLogs\[0\]\.scopeLogs\[0\]\.logRecords\[0\]\.timeUnixNano must be an integer/,
    },
    {
      name: 'a time beyond 64 bits',
      body: logOf({ timeUnixNano: '18446744073709551616' }),
      message: /timeUnixNano must be between 0 and/,
    },
    {
      name: 'a fraction for an integer',
      body: logOf({ severityNumber: 9.5 }),
      message: /severityNumber must be an integer/,
    },
    { name: 'a trace id that is not hex', body: logOf({ traceId: 'zz' }), message: /traceId must be hexadecimal/ },
    {
      name: 'a number for a string',
      body: logOf({ body: { stringValue: 3 } }),
      message: /body\.stringValue must be a string/,
    },
    {
      name: 'a word for a boolean',
      body: logOf({ body: { boolValue: 'true' } }),
      message: /body\.boolValue must be true or false/,
    },
  ])('refuses $name and names the place', ({ body, message }) => {
    expect(() => protobufOfJson('logs', body)).toThrow(InvalidJsonBodyError);
    expect(() => protobufOfJson('logs', body)).toThrow(message);
  });

  it('refuses values nested without end', () => {
    let value: object = { stringValue: 'x' };
    for (let level = 0; level < 200; level += 1) value = { arrayValue: { values: [value] } };
    expect(() => protobufOfJson('logs', logOf({ body: value }))).toThrow(/nests deeper/);
  });
});

describe('what becomes of any request', () => {
  /** Ids in hex, other bytes in base64, 64-bit integers as decimal strings. */
  const jsonOf = (value: unknown, name = ''): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString(name.endsWith('Id') ? 'hex' : 'base64');
    if (Array.isArray(value)) return value.map((item) => jsonOf(item));
    if (Object.is(value, -0)) return '-0';
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner, key)]));
  };
  const same = (signal: Signal, request: object): void => {
    const written = protobufOfJson(signal, JSON.stringify(jsonOf(request)));
    expect(Buffer.from(written).equals(encodeRequest(signal, request))).toBe(true);
  };

  it('is what protobufjs makes of it, of logs', () => {
    const requests = fc.array(logRecord, { maxLength: 5 });
    fc.assert(fc.property(requests, (logRecords) => same('logs', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] })));
  });

  it('and of metrics, whose numbers lie one after the other', () => {
    const edges = ['0', '1', '127', '128', '9007199254740993', '18446744073709551615'];
    const points = edges.map((count) => ({
      count,
      timeUnixNano: count,
      sum: -0.5,
      min: Number.MIN_VALUE,
      bucketCounts: edges,
      explicitBounds: [1, 1e300, -2.5],
      flags: 4_294_967_295,
      attributes: [{ key: 'n', value: { intValue: '-1' } }],
      exemplars: [{ asInt: '-9223372036854775808', traceId: Buffer.alloc(16, 7) }],
    }));
    const histogram = { aggregationTemporality: -1, dataPoints: [...points, { bucketCounts: [], count: '3' }] };
    same('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'ü'.repeat(9_000), histogram }] }] }] });
  });
});
