import { describe, expect, it } from 'vitest';
import { requestTypes } from '../../wire/messages.ts';
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
